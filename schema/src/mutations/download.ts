import { builder } from '../builder.ts'
import { DownloadFormat } from '../enums/download.ts'
import { RequestError } from '../services.ts'
import { mutation } from './mutation.ts'

const Download = builder.objectRef<{ readonly url: string; readonly expiresAt: Date }>('Download').implement({
  description: 'A link to a file, good once.',
  fields: (t) => ({
    url: t.exposeString('url', {
      description: 'Where it is, from the root of this server. Needs no session and no token.',
    }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      description: 'Until when it is good, unless the session or token that made it ends before.',
    }),
  }),
})

const DownloadColumn = builder.inputType('DownloadColumn', {
  description: 'A column of a file.',
  fields: (t) => ({
    field: t.string({ required: true, description: 'Path of fields from a row of the list, such as `cluster.name`.' }),
    label: t.string({ description: 'Its title in a CSV file; made from the path when not given.' }),
  }),
})

mutation({
  name: 'createDownload',
  description:
    'Makes a link to a list as a file, with exactly this filter and order: of what you may see when it is used. Good once, for five minutes.',
  role: 'VIEWER',
  what: 'download lists',
  input: (t) => ({
    list: t.string({ required: true, description: 'Name of the list: its field of the query, such as `workloads`.' }),
    of: t.id({ description: 'Id of what the list belongs to: for `taskItems` and `history`.' }),
    filter: t.string({ description: "The list's filter as JSON, as its variable would hold it." }),
    orderBy: t.string({ description: "The list's order as JSON, as its variable would hold it." }),
    format: t.field({ type: DownloadFormat, required: true, description: 'How it is written.' }),
    columns: t.field({
      type: [DownloadColumn],
      description: 'What of each row, in this order; all that a row says of itself when not given.',
    }),
  }),
  payload: { download: { type: Download, description: 'The link.' } },
  run: async (input, context) => ({
    download: await context.services.downloads.create(
      {
        list: input.list,
        of: input.of ?? undefined,
        filter: parsed(input.filter, 'filter'),
        orderBy: parsed(input.orderBy, 'orderBy'),
        format: input.format,
        columns: input.columns?.map(({ field, label }) => ({ field, label: label ?? undefined })),
      },
      context.viewer,
    ),
  }),
})

const MOST_CHARACTERS = 20_000

function parsed(json: string | null | undefined, field: string): unknown {
  if (!json) return undefined
  if (json.length > MOST_CHARACTERS)
    throw new RequestError('INVALID', `At most ${MOST_CHARACTERS} characters.`, [field])
  try {
    return JSON.parse(json)
  } catch {
    throw new RequestError('INVALID', 'This is no JSON.', [field])
  }
}
