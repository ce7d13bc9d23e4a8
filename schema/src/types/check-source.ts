import { kubernetesObject } from '@breakwater/drizzle/tables/cluster.ts'
import DataLoader from 'dataloader'
import { and, eq, sql } from 'drizzle-orm'
import { builder } from '../builder.ts'
import type { ObjectSource, StoredContent } from '../check-service.ts'
import type { Context } from '../context.ts'
import { requestError } from '../errors.ts'
import { OF_FEW_ROWS } from '../export/columns.ts'
import { loadersOf } from '../loaders.ts'
import { CheckResult } from '../refs.ts'
import { seenCheckResult } from '../seen-check-results.ts'
import { anyOf } from '../visible.ts'

/** Each is written out and read again: what a list asks for of all its rows is no page. */
const MOST_OF_A_REQUEST = 20

const CheckSource = builder.objectRef<ObjectSource>('CheckSource').implement({
  description: 'An object as YAML, and where in it something stands.',
  fields: (t) => ({
    yaml: t.exposeString('yaml', {
      description:
        'The object as it is stored: without what changes by itself, and with what looks secret masked. Empty where it is larger than 128 KiB.',
    }),
    firstLine: t.int({
      nullable: true,
      description: 'The first line of the path, counted from 1; null where all of the object is meant.',
      resolve: ({ firstLine }) => firstLine ?? null,
    }),
    lastLine: t.int({
      nullable: true,
      description: 'The last line of the path; null where all of the object is meant.',
      resolve: ({ lastLine }) => lastLine ?? null,
    }),
    present: t.exposeBoolean('present', {
      description: 'Whether something stands at the path; if not, the line is that of the nearest it would stand in.',
    }),
    complete: t.exposeBoolean('complete', { description: 'False: the object is too large to be told.' }),
  }),
})

builder.objectField(CheckResult, 'source', (t) =>
  t.field({
    type: CheckSource,
    nullable: true,
    extensions: { [OF_FEW_ROWS]: true },
    description: `The judged object as it is stored now; null when it is none, is gone, or may not be seen. For at most ${MOST_OF_A_REQUEST} results of a request.`,
    resolve: async (row, _args, context) => {
      const { cluster, judgedKind, judgedNamespace, judgedName, path } = seenCheckResult(context.viewer, row)
      if (judgedKind === '') return null
      const loaders = loadersOf(context)
      const asked = loaders.keyed('sources of check results asked for', true, () => ({ count: 0 }))
      asked.count += 1
      if (asked.count > MOST_OF_A_REQUEST)
        throw requestError('TOO_MANY', `Ask for the source of at most ${MOST_OF_A_REQUEST} results at once.`)
      const stored = await loaders
        .keyed('contents of objects', true, () => contents(context))
        .load(`${cluster}/${judgedKind}/${judgedNamespace}/${judgedName}`)
      return stored ? context.services.checks.source(stored, path) : null
    },
  }),
)

/** Of objects that the viewer may see, by the ids of their rows. */
function contents({ database }: Context): DataLoader<string, StoredContent | undefined> {
  const { id, kind, apiVersion, content, present } = kubernetesObject
  return new DataLoader(async (ids) => {
    const rows = await database.db
      .select({ id, kind, apiVersion, content: sql<string>`${content}` })
      .from(kubernetesObject)
      .where(and(anyOf(id, ids), eq(present, true)))
      .limit(ids.length)
    const found = new Map(rows.map((row) => [row.id, row]))
    return ids.map((one) => found.get(one))
  })
}
