import { setTimeout as sleep } from 'node:timers/promises'
import type { KubernetesObject } from '../../src/kubernetes/object.ts'
import { ask, type Kept } from '../api-server/ask.ts'
import { normalForm } from '../api-server/normal-form.ts'
import type { Exchange, Happening, Question, Transcript } from '../api-server/transcript.ts'
import { KubernetesClient } from './client.ts'
import type { RealServer } from './control-plane.ts'
import { compact } from './etcd.ts'
import { collectionPath, type Operation, objectPath, type Scenario, type Step, WIDGETS } from './scenario.ts'

/** Plays scenarios against a real server, and writes down what it answers. */
export class Recorder {
  readonly #server: RealServer
  readonly #admin: KubernetesClient
  readonly #callers: ReadonlyMap<Question['as'], KubernetesClient>

  constructor(server: RealServer) {
    const { url, ca } = server
    this.#server = server
    this.#admin = new KubernetesClient({ url, ca, token: server.adminToken })
    this.#callers = new Map([
      [undefined, new KubernetesClient({ url, ca, token: server.viewerToken })],
      ['restricted', new KubernetesClient({ url, ca, token: server.restrictedToken })],
      ['anonymous', new KubernetesClient({ url, ca })],
      ['stranger', new KubernetesClient({ url, ca, token: 'not-a-token' })],
    ])
  }

  async record({ about, objects, steps }: Scenario): Promise<Transcript> {
    const there: KubernetesObject[] = []
    for (const object of objects) there.push(await this.#create(object))
    const kept: Kept = new Map()
    const exchanges: Exchange[] = []
    for (const step of steps) exchanges.push(await this.#exchange(step, kept))
    const { version, etcdVersion } = this.#server
    return { about, server: version, etcd: etcdVersion, objects: there, exchanges }
  }

  close(): void {
    for (const client of [this.#admin, ...this.#callers.values()]) client.close()
  }

  async #exchange({ before = [], during = [], ...question }: Step, kept: Kept): Promise<Exchange> {
    const happenedBefore = await this.#do(before)
    const meanwhile: Happening[] = []
    const caller = this.#callers.get(question.as) ?? this.#admin
    const answer = await ask(caller, question, kept, async () => {
      if (during.length === 0) return
      // What is there comes first; nothing tells that it came to its end but time.
      await sleep(INITIAL_EVENTS_MS)
      meanwhile.push(...(await this.#do(during)))
    })
    return {
      ...question,
      ...(happenedBefore.length > 0 ? { before: happenedBefore } : {}),
      ...(meanwhile.length > 0 ? { during: meanwhile } : {}),
      answer,
    }
  }

  async #do(operations: readonly Operation[]): Promise<Happening[]> {
    const happenings: Happening[] = []
    for (const operation of operations) happenings.push(await this.#doOne(operation))
    return happenings
  }

  async #doOne(operation: Operation): Promise<Happening> {
    if ('create' in operation) return { put: await this.#create(operation.create) }
    if ('patch' in operation) {
      return { put: normalForm(await this.#admin.patch(objectPath(operation.patch), operation.by)) as KubernetesObject }
    }
    if ('remove' in operation) {
      const { kind = '', metadata: { name = '', namespace } = {} } = operation.remove
      await this.#admin.delete(objectPath(operation.remove))
      return { remove: { kind, name, ...(namespace ? { namespace } : {}) } }
    }
    await (operation.forget === 'lists' ? this.#forgetLists() : this.#forgetWatches())
    return operation
  }

  async #create(object: KubernetesObject): Promise<KubernetesObject> {
    if (object.kind === 'Widget') await this.#serveWidgets()
    return normalForm(await this.#admin.create(collectionPath(object), object)) as KubernetesObject
  }

  /** Defines the kind when it is not there, and waits until both its versions are served and told by discovery. */
  async #serveWidgets(): Promise<void> {
    if ((await this.#admin.request({ path: objectPath(WIDGETS) })).status === 200) return
    await this.#admin.create(collectionPath(WIDGETS), WIDGETS)
    await this.#untilServed()
  }

  async #untilServed(): Promise<void> {
    for (const path of [
      '/apis/breakwater.example/v1/widgets',
      '/apis/breakwater.example/v1beta1/widgets',
      '/apis/breakwater.example',
    ]) {
      for (let tries = 0; tries < 100; tries++) {
        if ((await this.#admin.request({ path })).status === 200) break
        await sleep(100)
      }
    }
    await sleep(SETTLE_MS)
  }

  async #forgetLists(): Promise<void> {
    await compact(this.#server.etcd)
    await sleep(FORGOTTEN_WITHIN_MS)
  }

  /** A definition that changed is served anew: what watches remember begins there. */
  async #forgetWatches(): Promise<void> {
    await this.#admin.patch(objectPath(WIDGETS), { spec: { names: { shortNames: [`w${Date.now()}`] } } })
    await this.#untilServed()
  }
}

const INITIAL_EVENTS_MS = 1_000
const SETTLE_MS = 1_500
/** The API server looks every 15 s for what etcd forgot, and forgets it itself then. */
const FORGOTTEN_WITHIN_MS = 16_500
