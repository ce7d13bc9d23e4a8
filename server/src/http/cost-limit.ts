import type { Context, RateLimit } from '@breakwater/schema/context.ts'
import type { Viewer } from '@breakwater/schema/viewer.ts'
import { type DocumentNode, GraphQLError, type GraphQLSchema } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { costOf } from './cost.ts'
import { createPoints } from './points.ts'

/** Rows that one operation may ask for, as at GitHub. Three nested lists of 80 just pass it. */
export const MOST_NODES = 500_000

/**
 * Points that an identity may spend in an hour. The dashboard reads at most about three pages of a point each second while all
 * of a cluster changes, which makes 11,000 for an open tab: ten tabs use half. A program that reads 40 pages each second, all the hour,
 * needs 144,000. The dearest operation costs 5,000, so that 40 of them fit.
 */
export const POINTS_AN_HOUR = 200_000

/** An operation as it is about to run. */
export interface Operation {
  readonly document: DocumentNode
  readonly operationName?: string | null | undefined
  readonly variableValues?: Readonly<Record<string, unknown>> | null | undefined
}

/** Takes the cost of an operation from what its viewer may spend: an error when it may not run. */
export type Charge = (
  operation: Operation,
  viewer: Viewer,
) => { readonly refused: GraphQLError } | { readonly refused?: undefined; readonly rateLimit: RateLimit }

export function createCharge(schema: GraphQLSchema, pointsAnHour = POINTS_AN_HOUR): Charge {
  const points = createPoints(pointsAnHour)
  return ({ document, operationName, variableValues }, viewer) => {
    const { nodeCount, points: cost } = costOf(schema, document, operationName, variableValues)
    if (nodeCount > MOST_NODES) return { refused: tooCostly(nodeCount) }
    const budget = points.take(viewer.actor, cost)
    if (!budget) return { refused: rateLimited(cost, points.budget(viewer.actor)) }
    return { rateLimit: { ...budget, cost, nodeCount } }
  }
}

/**
 * Charges queries and mutations, over both transports, before they run. Subscriptions are charged where they begin, which is
 * the WebSocket only: this engine is asked to subscribe by nothing but HTTP.
 */
export function chargeOperations(charge: Charge): Plugin<Context> {
  return {
    onExecute({ args, extendContext, setResultAndStopExecution }) {
      const charged = charge(args, args.contextValue.viewer)
      if (charged.refused) setResultAndStopExecution({ errors: [charged.refused] })
      else extendContext({ rateLimit: charged.rateLimit })
    },
    onSubscribe({ setResultAndStopExecution }) {
      setResultAndStopExecution({ errors: [overHttp()] })
    },
  }
}

function overHttp(): GraphQLError {
  return new GraphQLError(
    'Subscriptions go over the WebSocket at this address (graphql-transport-ws). Over HTTP ask `changes(after:)` again.',
    { extensions: { code: 'SUBSCRIPTION_OVER_HTTP' } },
  )
}

function tooCostly(nodeCount: number): GraphQLError {
  return new GraphQLError(
    `This operation asks for up to ${worded(nodeCount)} rows; ${worded(MOST_NODES)} are allowed. Ask for smaller pages, or nest fewer lists.`,
    { extensions: { code: 'TOO_COSTLY', nodeCount, limit: MOST_NODES } },
  )
}

function rateLimited(
  cost: number,
  { limit, remaining, resetAt }: { limit: number; remaining: number; resetAt: Date },
): GraphQLError {
  // Rounded up: who comes back then finds the next hour. Source: RFC 9110, 10.2.3.
  const retryAfterSeconds = Math.max(1, Math.ceil((resetAt.getTime() - Date.now()) / 1_000))
  return new GraphQLError(
    `This operation costs ${worded(cost)} points, and ${worded(remaining)} of the ${worded(limit)} of this hour are left. Wait until ${resetAt.toISOString()}, or ask for smaller pages; subscriptions tell of changes without asking again.`,
    {
      extensions: {
        code: 'RATE_LIMITED',
        cost,
        limit,
        remaining,
        resetAt: resetAt.toISOString(),
        retryAfterSeconds,
        http: { status: 429, headers: { 'Retry-After': String(retryAfterSeconds) } },
      },
    },
  )
}

function worded(value: number): string {
  return value.toLocaleString('en-US')
}
