import type { KubernetesObject } from '../../src/kubernetes/object.ts'
import type { ApiServer } from './api-server.ts'
import type { BurstOptions } from './burst.ts'
import type { Fault, FaultTimes } from './faults.ts'
import type { Lie } from './lies.ts'
import { mergePatch } from './merge-patch.ts'

/** The states that were loaded at start, by name. */
export type States = ReadonlyMap<string, readonly KubernetesObject[]>

/** What a caller sends, as it came. */
type Argument = Readonly<Record<string, unknown>>
/** What it gives besides nothing is told to the caller. */
type Command = (api: ApiServer, argument: Argument, states: States) => unknown

/**
 * Commands by name, with their arguments: `fail` `{target, status, times, …}` (see faults.ts), `heal`,
 * `lie` `{target, …}` (see lies.ts), `honest` `{target}`, `forbid` and `allow` `{resource, verbs}`,
 * `withdraw` `{resource, version}`, `expire` (continue tokens), `expire-watches`, `cut-watches` `{resource}`,
 * `compact`, `put` an object or a list of them, `patch` `{kind, name, namespace, patch}` (a JSON merge patch),
 * `remove` `{kind, name, namespace}`, `switch` `{state}`, `burst` `{changesPerSecond, seconds, churn}`, answered at its end,
 * `forget` (the requests). JSON has no Infinity: `times: -1` stands for it.
 */
export const COMMANDS: Readonly<Record<string, Command>> = {
  fail: (api, { target, ...fault }) => api.fail(text(target) || '*', withInfinity(fault)),
  heal: (api) => api.heal(),
  lie: (api, { target, ...lie }) => api.lie(text(target) || '*', lie as Lie),
  honest: (api, { target }) => api.honest(optional(target)),
  forbid: (api, { resource, verbs }) => api.access.forbid(text(resource), texts(verbs)),
  allow: (api, { resource, verbs }) => api.access.allow(text(resource), texts(verbs)),
  withdraw: (api, { resource, version }) => api.withdraw(text(resource), optional(version)),
  expire: (api) => api.expireContinueTokens(),
  'expire-watches': (api) => api.expireWatches(),
  'cut-watches': (api, { resource }) => api.cutWatches(optional(resource)),
  compact: (api) => api.store.compact(),
  put: (api, objects) => {
    for (const object of [objects as KubernetesObject].flat()) api.store.put(object)
  },
  patch: (api, { kind, name, namespace, patch }) => {
    const before = api.store.find(text(kind), text(name), optional(namespace))
    api.store.put(mergePatch(before, patch) as KubernetesObject)
  },
  remove: (api, { kind, name, namespace }) => api.store.remove(text(kind), text(name), optional(namespace)),
  switch: (api, { state }, states) => {
    const objects = states.get(text(state))
    if (!objects) throw new Error(`No state ${text(state)} was loaded`)
    api.store.replaceAll(objects)
  },
  burst: (api, options) => api.burst(options as unknown as BurstOptions),
  forget: (api) => api.forget(),
}

function withInfinity(argument: Argument): Fault & FaultTimes {
  const fault = argument as unknown as Fault & FaultTimes
  return fault.times === -1 ? { ...fault, times: Number.POSITIVE_INFINITY } : fault
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function optional(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function texts(value: unknown): string[] | undefined {
  return Array.isArray(value) ? value.map(String) : undefined
}
