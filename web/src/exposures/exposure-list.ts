import type { ResultOf } from 'gql.tada'
import { graphql } from '../api/graphql.ts'
import { PageFragment } from '../assets/fragments.ts'
import { choicesOf, type FilterDefinitions } from '../list/filters.ts'
import { defineList } from '../list/list-spec.ts'
import { text } from '../messages/text.ts'
import { PRIORITIES } from '../risks/risk-summary.ts'
import {
  AUTHENTICATIONS,
  CONFIDENCES,
  ENTRY_KINDS,
  FINDINGS,
  PORT_CLASSES,
  TLS_MODES,
  VERDICTS,
} from './exposure-words.ts'

const ExposureFragment = graphql(`
  fragment ExposureRow on Exposure {
    id
    title
    verdict
    confidence
    reasons {
      code
      text
    }
    priority
    intended
    risk {
      __typename
      id
    }
    state
    finding
    entry {
      key
      kind
      object {
        kind
        namespace
        name
      }
      addresses
      port
      host
      path
      tls
    }
    workload {
      id
    }
    workloadKind
    workloadName
    container
    containerPort
    protocol
    portClass
    authentication
    cluster {
      id
      name
    }
    namespace
    firstSeen
    resolved
  }
`)

export type ExposureRow = ResultOf<typeof ExposureFragment>

const ExposureListQuery = graphql(
  `
    query ExposureList(
      $first: Int
      $after: String
      $last: Int
      $before: String
      $filter: ExposureFilter
      $orderBy: ExposureOrder
    ) {
      list: exposures(
        first: $first
        after: $after
        last: $last
        before: $before
        filter: $filter
        orderBy: $orderBy
      ) {
        nodes {
          ...ExposureRow
        }
        pageInfo {
          ...PageParts
        }
        totalCount
      }
    }
  `,
  [ExposureFragment, PageFragment],
)

const PORT = /^\d{1,5}$/

/** What only links ask for, by keys: shown by name, apart from the filters that people set. */
const linkedFilters = {
  entryPoints: { kind: 'values', label: 'exposure.entryPoint' },
  workloadIds: { kind: 'values', label: 'asset.workload' },
} as const satisfies FilterDefinitions

/** Ways by which ports of containers are reached from outside. */
export const exposureList = defineList({
  type: 'Exposure',
  page: ExposureListQuery,
  total: graphql(`
    query ExposureTotal($filter: ExposureFilter) {
      list: exposures(first: 1, filter: $filter) {
        totalCount
      }
    }
  `),
  rows: graphql(
    `
      query ExposureRows($ids: [ID!]!) {
        nodes(ids: $ids) {
          __typename
          id
          ...ExposureRow
        }
      }
    `,
    [ExposureFragment],
  ),
  key: (row) => row.id,
  filters: {
    text: { kind: 'text' },
    verdicts: {
      kind: 'choices',
      label: 'exposure.verdict',
      options: choicesOf(VERDICTS, (verdict) => text(`verdict.${verdict}`)),
    },
    priorities: {
      kind: 'choices',
      label: 'risk.priority',
      options: choicesOf(PRIORITIES, (priority) => text(`priority.${priority}`)),
    },
    entryKinds: {
      kind: 'choices',
      label: 'exposure.entryKind',
      options: choicesOf(ENTRY_KINDS, (kind) => text(`entryKind.${kind}`)),
    },
    portClasses: {
      kind: 'choices',
      label: 'exposure.portClass',
      options: choicesOf(PORT_CLASSES, (portClass) => text(`portClass.${portClass}`)),
    },
    intended: { kind: 'flag', label: 'exposure.intended' },
    resolved: { kind: 'switch', label: 'filter.gone' },
    exposed: { kind: 'flag', label: 'exposure.exposed', rare: true },
    tls: {
      kind: 'choices',
      label: 'exposure.tls',
      options: choicesOf(TLS_MODES, (mode) => text(`tls.${mode}`)),
      rare: true,
    },
    authentications: {
      kind: 'choices',
      label: 'exposure.authentication',
      options: choicesOf(AUTHENTICATIONS, (hint) => text(`authentication.${hint}`)),
      rare: true,
    },
    confidences: {
      kind: 'choices',
      label: 'exposure.confidence',
      options: choicesOf(CONFIDENCES, (confidence) => text(`confidence.${confidence}`)),
      rare: true,
    },
    findings: {
      kind: 'choices',
      label: 'exposure.finding',
      options: choicesOf(FINDINGS, (finding) => text(`exposureFinding.${finding}`)),
      rare: true,
    },
    addresses: { kind: 'values', label: 'exposure.address', rare: true },
    ports: { kind: 'values', label: 'exposure.port', pattern: PORT, numeric: true, rare: true },
    hosts: { kind: 'values', label: 'exposure.host', rare: true },
    workloadNames: { kind: 'values', label: 'asset.workload', rare: true },
    containerPorts: { kind: 'values', label: 'exposure.containerPort', pattern: PORT, numeric: true, rare: true },
    firstSeen: { kind: 'days', label: 'asset.firstSeen', rare: true },
    ...linkedFilters,
  },
  orderFields: [
    'VERDICT',
    'PRIORITY',
    'TITLE',
    'ENTRY',
    'ADDRESS',
    'PORT',
    'WORKLOAD',
    'CONTAINER_PORT',
    'TLS',
    'CLUSTER',
    'NAMESPACE',
    'FIRST_SEEN',
  ],
  defaultOrder: { field: 'VERDICT', direction: 'DESC' },
})

/** What the filter bar offers. */
export const exposureFilters: FilterDefinitions = Object.fromEntries(
  Object.entries(exposureList.filters).filter(([name]) => !(name in linkedFilters)),
)
