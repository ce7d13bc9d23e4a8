import { graphql } from '../api/graphql.ts'

export const PageFragment = graphql(`
  fragment PageParts on PageInfo {
    hasNextPage
    hasPreviousPage
    startCursor
    endCursor
  }
`)

export const RiskSummaryFragment = graphql(`
  fragment RiskSummaryParts on RiskSummary {
    atRisk
    notAnalyzedReason
    high
    medium
    low
    byKind {
      kind
      high
      medium
      low
      waived
      notAnalyzedReason
    }
  }
`)
