import { fieldsOf, textOf } from '../../kubernetes/fields.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import type { Cluster } from '../cluster.ts'
import { controllerOfClassName } from '../controllers.ts'
import { labelsOf } from '../pods.ts'
import { doubt, missing, type Remark } from '../remarks.ts'

/** The class that serves an ingress. */
export interface ServingClass {
  /** Empty when there is none. */
  readonly name: string
  /** `spec.controller` of the class, or of the controller that its name is known for; empty when neither is known. */
  readonly controller: string
  /** Kind and name of the object that the class takes parameters from. */
  readonly parameters: { readonly kind: string; readonly name: string }
  readonly remarks: readonly Remark[]
}

/** As much of a cluster as tells its classes. */
export interface ClassesOfCluster extends Pick<Cluster, 'isUnread'> {
  objects(kind: string): Pick<ReturnType<Cluster['objects']>, 'all'>
}

const OLD_ANNOTATION = 'kubernetes.io/ingress.class'
const DEFAULT_ANNOTATION = 'ingressclass.kubernetes.io/is-default-class'

/** `spec.ingressClassName`, else the old annotation, else the default class. Without any nobody is known to serve it. */
export function ingressClassOf(cluster: ClassesOfCluster, ingress: KubernetesObject): ServingClass {
  const classes = cluster.objects('IngressClass').all()
  const asked =
    textOf(fieldsOf(ingress['spec'])['ingressClassName'], 253) ||
    (labelsOf(fieldsOf(ingress.metadata)['annotations'])[OLD_ANNOTATION] ?? '')
  if (asked !== '') return named(cluster, asked, classes)
  const [first, ...others] = classes.filter(
    ({ metadata }) => labelsOf(fieldsOf(metadata)['annotations'])[DEFAULT_ANNOTATION] === 'true',
  )
  if (!first)
    return {
      ...NO_CLASS,
      remarks: [missing('ingressClassMissing', 'It has no class, so nobody is known to serve it.')],
    }
  const several = others.length === 0 ? [] : [doubt('ingressClassAmbiguous', 'There are several default classes.')]
  const serving = named(cluster, textOf(first.metadata?.name, 253), classes)
  return { ...serving, remarks: [...serving.remarks, ...several] }
}

const NO_PARAMETERS = { kind: '', name: '' }
const NO_CLASS = { name: '', controller: '', parameters: NO_PARAMETERS }

function named(cluster: ClassesOfCluster, name: string, classes: readonly KubernetesObject[]): ServingClass {
  const object = classes.find(({ metadata }) => metadata?.name === name)
  if (!object) {
    const text = cluster.isUnread('IngressClass') ? 'Classes could not be read.' : `There is no class ${name}.`
    const remarks = [doubt('ingressClassUnknown', text)]
    return { name, controller: controllerOfClassName(name), parameters: NO_PARAMETERS, remarks }
  }
  const spec = fieldsOf(object['spec'])
  const parameters = fieldsOf(spec['parameters'])
  return {
    name,
    controller: textOf(spec['controller'], 253),
    parameters: { kind: textOf(parameters['kind'], 253), name: textOf(parameters['name'], 253) },
    remarks: [],
  }
}
