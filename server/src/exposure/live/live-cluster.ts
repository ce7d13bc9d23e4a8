import type { ClusterObjects } from '../../kubernetes/cluster-objects.ts'
import { keyOfPlace, type Place, placeOf } from '../../kubernetes/cluster-objects.ts'
import { fieldsOf, textOf, textsOf } from '../../kubernetes/fields.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import type { Cluster } from '../cluster.ts'
import { type Endpoints, sameEndpoints } from '../endpoints.ts'
import type { AnalysisSettings, Pod } from '../model.ts'
import { type ClusterNode, nodeOf } from '../nodes.ts'
import { PodPolicies } from '../policies/pod-policies.ts'
import { type ProxyFront, sameFront } from '../proxy-front.ts'
import { type Service, serviceOf } from '../services.ts'
import { equalSources } from '../sources.ts'
import { type Surroundings, surroundingsOf } from '../verdict.ts'
import { Catalog } from './catalog.ts'
import { LivePods, POD_KINDS } from './live-pods.ts'
import { LivePolicies } from './live-policies.ts'
import { keyOfPod } from './pod-indexes.ts'
import { type Inputs, type Memo, Steps, sameText } from './steps.ts'

/** A cluster that is kept as its objects change. Changes take effect with `settle`. */
export class LiveCluster implements Cluster {
  readonly settings: AnalysisSettings
  readonly steps = new Steps()
  readonly policies: PodPolicies
  readonly pods = new Catalog<Pod>(this.steps)
  readonly services = new Catalog<Service>(this.steps)
  readonly endpoints: Memo<Endpoints> = this.steps.memo(sameEndpoints)
  readonly fronts: Memo<ProxyFront> = this.steps.memo(sameFront)
  readonly #objects = new Map<string, Catalog<KubernetesObject>>()
  readonly #inputs: Inputs = this.steps.inputs()
  readonly #nodes = this.steps.memo<ReadonlyMap<string, ClusterNode>>((a, b) => sameText([...a], [...b]))
  readonly #surroundings = this.steps.memo(sameSurroundings)
  readonly #livePods: LivePods | undefined
  readonly #livePolicies: LivePolicies
  #unread: ReadonlyMap<string, string> = new Map()

  /** `pods`: those of the cluster, whatever the objects are; undefined: as the objects have them. */
  constructor(settings: AnalysisSettings, { objects, unread }: ClusterObjects, pods?: readonly Pod[]) {
    this.settings = settings
    this.#livePods = pods ? undefined : new LivePods(this.pods)
    for (const pod of pods ?? []) this.pods.set(keyOfPod(pod), pod)
    this.#livePolicies = new LivePolicies(this.steps, settings.enforcement, this.objects('Node'))
    this.policies = new PodPolicies(this.steps, this.#livePolicies)
    this.setUnread(unread)
    for (const [kind, listed] of objects) for (const object of listed) this.change(placeOf(kind, object), object)
    this.settle()
  }

  get nodes(): ReadonlyMap<string, ClusterNode> {
    return this.#nodes.of(
      '',
      () =>
        new Map(
          this.objects('Node')
            .all()
            .map((object) => [textOf(object.metadata?.name, 253), nodeOf(object)]),
        ),
    )
  }

  get surroundings(): Surroundings {
    const { ownRanges, bastionRanges } = this.settings
    return this.#surroundings.of('', () =>
      surroundingsOf(ownRanges, bastionRanges, this.objects('Node').all().flatMap(podRangesOf)),
    )
  }

  objects(kind: string): Catalog<KubernetesObject> {
    const catalog = this.#objects.get(kind) ?? new Catalog<KubernetesObject>(this.steps)
    this.#objects.set(kind, catalog)
    return catalog
  }

  get unread(): ReadonlyMap<string, string> {
    this.#inputs.read(UNREAD)
    return this.#unread
  }

  isUnread(...kinds: readonly string[]): boolean {
    this.#inputs.read(UNREAD)
    return kinds.some((kind) => this.#unread.has(kind))
  }

  setUnread(unread: ReadonlyMap<string, string>): void {
    this.#unread = new Map(unread)
    this.#livePolicies.setUnread(unread)
    this.#inputs.change(UNREAD)
  }

  /** The object at this place from now on; undefined: it is gone. */
  change(place: Place, object: KubernetesObject | undefined): void {
    const { kind, namespace, name } = place
    const key = keyOfPlace(place)
    const catalog = this.objects(kind)
    const before = catalog.peek(key)
    if (before && object && sameText(before, object)) return
    catalog.set(key, object)
    if (POD_KINDS.includes(kind)) this.#livePods?.change(kind, namespace, name, object)
    if (kind === 'Service') this.#changeService(key, object && serviceOf(object))
    this.#livePolicies.change(place, object)
  }

  settle(): void {
    this.#livePods?.settle()
    this.#livePolicies.settle()
  }

  /** All objects, in the order of kinds and then of their coming. */
  toObjects(): ClusterObjects {
    const kinds = [...this.#objects].map(([kind, catalog]) => [kind, catalog.items()] as const)
    return { objects: new Map(kinds.filter(([, listed]) => listed.length > 0)), unread: this.#unread }
  }

  #changeService(key: string, service: Service | undefined): void {
    const before = this.services.peek(key)
    if (!before || !service || !sameText(before, service)) this.services.set(key, service)
  }
}

const UNREAD = 'unread'

function sameSurroundings(a: Surroundings, b: Surroundings): boolean {
  return (
    equalSources(a.foreign, b.foreign) &&
    equalSources(a.bastions, b.bastions) &&
    equalSources(a.clusterRanges, b.clusterRanges)
  )
}

function podRangesOf(node: KubernetesObject): string[] {
  const spec = fieldsOf(node['spec'])
  return [...textsOf(spec['podCIDRs']), textOf(spec['podCIDR'], 64)].filter((range) => range !== '')
}
