import type { KindDefinition } from '../kubernetes/kinds.ts'
import type { Answer } from '../outbound/exchange.ts'
import { type ApiConnection, isRecord, objectIn } from './api-fetch.ts'
import { type KindRights, type RightsOfKinds, SourceError } from './source.ts'
import { connectionFailure } from './source-failure.ts'

const ACCESS = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews'
const RULES = '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews'
const SUBJECT = '/apis/authentication.k8s.io/v1/selfsubjectreviews'
const VERBS = ['list', 'watch'] as const
/** Questions at once: an API server answers each in about a millisecond, and counts them against a fair share. */
const PARALLEL = 8
const MOST_BYTES = 4 * 1024 * 1024

/**
 * What the caller may list and watch in all namespaces, by SelfSubjectAccessReview, or where that is refused by
 * SelfSubjectRulesReview. A kind is missing in the answer when neither told.
 * Source: Kubernetes API reference, authorization.k8s.io/v1.
 */
export async function rightsOf(
  connection: ApiConnection,
  kinds: readonly KindDefinition[],
  signal: AbortSignal,
): Promise<RightsOfKinds> {
  const [first, ...others] = kinds
  if (!first) return new Map()
  const answered = await accessTo(connection, first, signal)
  if (!answered) return rightsByRules(connection, kinds, signal)
  const rights = new Map<string, KindRights>([[first.kind, answered]])
  let next = 0
  const worker = async (): Promise<void> => {
    for (let kind = others[next++]; kind; kind = others[next++]) {
      const found = await accessTo(connection, kind, signal)
      if (found) rights.set(kind.kind, found)
    }
  }
  await Promise.all(Array.from({ length: PARALLEL }, worker))
  return rights
}

/** The name that the API server knows the caller by; undefined where it does not tell (before 1.28), or tells no plain name. */
export async function nameOfCaller(connection: ApiConnection, signal: AbortSignal): Promise<string | undefined> {
  const status = await reviewed(
    connection,
    SUBJECT,
    { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' },
    signal,
  )
  const user = isRecord(status?.['userInfo']) ? status['userInfo']['username'] : undefined
  return typeof user === 'string' && PLAIN_NAME.test(user) ? user : undefined
}

/** Service accounts, certificates' names, mail addresses and ARNs; nothing that could be a message. */
const PLAIN_NAME = /^[\w.:@/+=,-]{1,256}$/

async function accessTo(
  connection: ApiConnection,
  { group, plural }: KindDefinition,
  signal: AbortSignal,
): Promise<KindRights | undefined> {
  const [list, watch] = await Promise.all(
    VERBS.map(async (verb) => {
      const spec = { resourceAttributes: { verb, group, resource: plural } }
      const body = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', spec }
      const allowed = (await reviewed(connection, ACCESS, body, signal))?.['allowed']
      return typeof allowed === 'boolean' ? allowed : undefined
    }),
  )
  return list === undefined || watch === undefined ? undefined : { list, watch }
}

/**
 * Namespaces that the rules are asked for. A review must name one, and counts also what is allowed in that one alone: in the last,
 * which no cluster has, nothing is. What all three allow is taken to be allowed everywhere.
 */
const ASKED_NAMESPACES = ['default', 'kube-system', 'breakwater-asks-for-what-is-allowed-everywhere']

async function rightsByRules(
  connection: ApiConnection,
  kinds: readonly KindDefinition[],
  signal: AbortSignal,
): Promise<RightsOfKinds> {
  const answers = await Promise.all(ASKED_NAMESPACES.map((namespace) => rulesIn(connection, namespace, signal)))
  const told = answers.filter((rules) => rules !== undefined)
  if (told.length < answers.length) return new Map()
  const may = (verb: string, kind: KindDefinition) => told.every((rules) => allows(rules, verb, kind))
  return new Map(kinds.map((kind) => [kind.kind, { list: may('list', kind), watch: may('watch', kind) }]))
}

/** What is allowed in a namespace; undefined where that is not told to its end. */
async function rulesIn(
  connection: ApiConnection,
  namespace: string,
  signal: AbortSignal,
): Promise<readonly Record<string, unknown>[] | undefined> {
  const body = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectRulesReview', spec: { namespace } }
  const status = await reviewed(connection, RULES, body, signal)
  const rules = status?.['resourceRules']
  return Array.isArray(rules) && status?.['incomplete'] === false ? rules.filter(isRecord) : undefined
}

function allows(
  rules: readonly Record<string, unknown>[],
  verb: string,
  { group, plural }: Pick<KindDefinition, 'group' | 'plural'>,
): boolean {
  return rules.some(
    (rule) =>
      holds(rule['verbs'], verb) &&
      holds(rule['apiGroups'], group) &&
      holds(rule['resources'], plural) &&
      !(Array.isArray(rule['resourceNames']) && rule['resourceNames'].length > 0),
  )
}

function holds(list: unknown, value: string): boolean {
  return Array.isArray(list) && (list.includes(value) || list.includes('*'))
}

/** The status of a review; undefined where the API server does not answer it: that says nothing of rights. */
async function reviewed(
  connection: ApiConnection,
  path: string,
  body: object,
  signal: AbortSignal,
): Promise<Record<string, unknown> | undefined> {
  const answer = await ask(connection, path, body, signal)
  if (answer?.status !== 200 && answer?.status !== 201) return undefined
  try {
    const { status } = objectIn(answer, 'a review')
    return isRecord(status) ? status : undefined
  } catch (error) {
    if (error instanceof SourceError) return undefined
    throw error
  }
}

async function ask(
  connection: ApiConnection,
  path: string,
  body: object,
  signal: AbortSignal,
): Promise<Answer | undefined> {
  try {
    return await connection.review(path, body, { signal, maxAttempts: 1, maxBytes: MOST_BYTES })
  } catch (error) {
    const failure = connectionFailure(error)
    if (failure instanceof SourceError) return undefined
    throw failure
  }
}
