import { Text } from '@mantine/core'
import { clusterLinkColumn } from '../exposures/cluster-link-column.tsx'
import { objectName } from '../exposures/entry-names.ts'
import type { Column } from '../list/list-table.tsx'
import { text } from '../messages/text.ts'
import { Ago } from '../parts/ago.tsx'
import { DetailsLink } from '../parts/details-link.tsx'
import { Short } from '../parts/short.tsx'
import { SeverityTag } from '../parts/tag.tsx'
import type { CheckResultRow, checkResultList } from './check-result-list.ts'
import { OutcomeTag } from './outcome-tag.tsx'
import classes from './result-columns.module.css'

type ResultColumn = Column<CheckResultRow, (typeof checkResultList.orderFields)[number]>

const nothing = text('asset.nothing')

/** Every column of the list of results; those that stand aside are there to be chosen. */
export const resultColumns: readonly ResultColumn[] = [
  {
    key: 'priority',
    title: text('risk.priority'),
    sort: 'PRIORITY',
    data: ['priority', 'result'],
    // What is not wrong has no place in the order of what to do first.
    render: (row) =>
      row.result === 'FAIL' && row.priority !== null ? (
        text(`priority.${row.priority}`)
      ) : (
        <OutcomeTag outcome={row.result} />
      ),
  },
  {
    key: 'severity',
    title: text('risk.severity'),
    sort: 'SEVERITY',
    render: (row) => <SeverityTag severity={row.severity} />,
  },
  {
    key: 'title',
    title: text('check.whatIsWrong'),
    sort: 'TITLE',
    data: ['title', 'path'],
    render: (row) => (
      <span className={classes.wrong}>
        <Text component="span" size="sm" fw={500} className={classes.title} title={row.title}>
          {row.title}
        </Text>
        {row.path !== '' && (
          <span className={classes.path} title={row.path}>
            {/* Isolated, so that what is cut off at its beginning keeps its order. */}
            <bdi>{row.path}</bdi>
          </span>
        )}
      </span>
    ),
  },
  { key: 'rule', title: text('risk.rule'), sort: 'RULE', isAside: true, render: (row) => row.rule },
  {
    key: 'object',
    title: text('check.object'),
    sort: 'OBJECT',
    data: ['object.kind', 'object.name'],
    render: (row) => <ObjectOf row={row} />,
  },
  {
    key: 'kind',
    title: text('check.objectKind'),
    sort: 'KIND',
    data: 'object.kind',
    isAside: true,
    render: (row) => row.object?.kind ?? nothing,
  },
  {
    key: 'namespace',
    title: text('asset.namespace'),
    sort: 'NAMESPACE',
    render: (row) => <Short width="140px">{row.namespace || nothing}</Short>,
  },
  clusterLinkColumn(),
  {
    key: 'path',
    title: text('check.path'),
    isAside: true,
    render: (row) => <Short width="clamp(200px, 24vw, 560px)">{row.path || nothing}</Short>,
  },
  {
    key: 'text',
    title: text('check.words'),
    isAside: true,
    render: (row) => <Short width="clamp(200px, 24vw, 560px)">{row.text || nothing}</Short>,
  },
  {
    key: 'reason',
    title: text('check.reason'),
    isAside: true,
    render: (row) => <Short width="280px">{row.reason || nothing}</Short>,
  },
  {
    key: 'origin',
    title: text('check.origin'),
    isAside: true,
    render: (row) => text(`checkOrigin.${row.origin}`),
  },
  { key: 'owner', title: text('risk.owner'), sort: 'OWNER', isAside: true, render: (row) => row.owner || nothing },
  {
    key: 'firstSeen',
    title: text('check.since'),
    sort: 'FIRST_SEEN',
    data: ['firstSeen', 'resolved'],
    render: (row) => <Ago at={row.firstSeen} />,
  },
]

/** On a phone two columns are in sight: how bad it is, and what. */
export const phoneColumns: readonly ResultColumn[] = [
  ...resultColumns.filter(tellsMost),
  ...resultColumns.filter((column) => !tellsMost(column)),
]

function tellsMost({ key }: ResultColumn): boolean {
  return key === 'severity' || key === 'title'
}

/** How a result is named to those who cannot see its row. */
export function resultLabel({ title, object }: Pick<CheckResultRow, 'title' | 'object'>): string {
  if (object === null) return title
  return text('check.open', {
    title,
    object: text('exposure.entryObject', { kind: object.kind, name: objectName(object) }),
  })
}

function ObjectOf({ row: { object } }: { readonly row: CheckResultRow }) {
  if (object === null) return <>{nothing}</>
  const name = (
    <Short width="clamp(140px, 13vw, 320px)">
      {text('exposure.entryObject', { kind: object.kind, name: object.name })}
    </Short>
  )
  return object.asset ? <DetailsLink id={object.asset.id}>{name}</DetailsLink> : name
}
