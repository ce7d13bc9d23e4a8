import type { ResultOf } from 'gql.tada'
import { graphql } from '../../api/graphql.ts'

export const FrameworksQuery = graphql(`
  query Frameworks($scope: ScopeInput) {
    frameworks(scope: $scope) {
      framework
      version
      title
      requirementCount
      coveredCount
      status
      score
      failed
      passed
      exempt
      notAssessable
      requirements {
        section
        title
        status
        failed
        passed
        exempt
        notAssessable
        checks {
          id
          rule
          title
        }
      }
    }
  }
`)

export type FrameworkData = ResultOf<typeof FrameworksQuery>['frameworks'][number]
export type RequirementData = FrameworkData['requirements'][number]
