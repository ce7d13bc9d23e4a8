import type { ResultOf } from 'gql.tada'
import { graphql } from '../../api/graphql.ts'

const SimulatedFragment = graphql(`
  fragment Simulated on SimulatedExposure {
    exposureId
    verdict
    sources
    pathSentence
  }
`)

export const SimulateExposureQuery = graphql(
  `
    query SimulateExposure($input: SimulateExposureInput!) {
      simulateExposure(input: $input) {
        closed {
          ...Simulated
        }
        narrowed {
          before {
            ...Simulated
          }
          after {
            ...Simulated
          }
        }
        remaining {
          ...Simulated
        }
        widened {
          ...Simulated
        }
        unchanged {
          ...Simulated
        }
        broken {
          from {
            kind
            namespace
            name
          }
          to {
            kind
            namespace
            name
          }
          ports
          protocol
          why
        }
        brokenTotal
        refused {
          exposureId
          why
        }
        gaps
        patches {
          verb
          object {
            kind
            namespace
            name
          }
          yaml
          command
        }
      }
    }
  `,
  [SimulatedFragment],
)

export type Simulation = ResultOf<typeof SimulateExposureQuery>['simulateExposure']
export type Simulated = ResultOf<typeof SimulatedFragment>
