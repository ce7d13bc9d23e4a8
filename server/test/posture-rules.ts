import { fieldsOf, listOf, textOf } from '../src/kubernetes/fields.ts'
import type { Failure, Rule } from '../src/posture/rule.ts'
import { privilegedContainer } from '../src/posture/rules/kc-001-privileged-container.ts'

/** Small rules of every shape that rules have, for tests of what is made of rules. Their ids are above those of the product. */
const common = {
  frameworks: [],
  why: 'It shows what tests want to be seen.',
  remedy: 'Nothing has to be done about it.',
}

/** Says less of what KC-001 says more of. */
const escalates: Rule = {
  ...{ ...common, id: 'KC-009', title: 'Privilege escalation allowed', severity: 'medium' },
  workload: ({ containers }) =>
    containers
      .filter(({ security }) => security['allowPrivilegeEscalation'] !== false)
      .map(({ name, path }) => ({
        path: [...path, 'securityContext', 'allowPrivilegeEscalation'],
        text: `Container ${name} may get more rights than it was started with.`,
        fix: { edits: [{ path: [...path, 'securityContext', 'allowPrivilegeEscalation'], value: false }] },
      })),
}

/** Reads other objects of the namespace, and is about the namespace itself. */
const unlimited: Rule = {
  ...{ ...common, id: 'KC-990', title: 'Namespace without NetworkPolicy', severity: 'medium' },
  reads: ['NetworkPolicy'],
  objects: {
    Namespace: ({ ref }, facts) =>
      facts.inNamespace('NetworkPolicy', ref.name).length > 0
        ? []
        : [
            {
              path: [],
              text: 'No NetworkPolicy stands in the namespace.',
              fix: {
                applies: {
                  ...{ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' },
                  metadata: { name: 'default-deny', namespace: ref.name },
                  spec: { podSelector: {}, policyTypes: ['Ingress'] },
                },
              },
            },
          ],
  },
}

/** Reads workloads, judges what selects them. */
const selectsNothing: Rule = {
  ...{ ...common, id: 'KC-991', title: 'Service selects nothing', severity: 'low' },
  noPatch: 'What it is to select is for you to say.',
  reads: ['Deployment', 'Pod'],
  objects: {
    Service: ({ ref, object }, facts) => {
      const selector = Object.entries(fieldsOf(fieldsOf(object['spec'])['selector']))
      if (selector.length === 0) return undefined
      const isSelected = facts
        .workloadsIn(ref.namespace)
        .some(({ podLabels }) => selector.every(([key, value]) => podLabels[key] === value))
      return isSelected ? [] : [{ path: ['spec', 'selector'], text: 'No workload has these labels.' }]
    },
  },
}

/** Reports somebody else than what it judges. */
const bound: Rule = {
  ...{ ...common, id: 'KC-992', title: 'Bound to cluster-admin', severity: 'critical' },
  reads: ['ClusterRole'],
  objects: {
    ClusterRoleBinding: ({ ref, object }) => {
      if (textOf(fieldsOf(object['roleRef'])['name'], 253) !== 'cluster-admin') return []
      return listOf(object['subjects']).map((subject, at): Failure => {
        const [kind, namespace, name] = ['kind', 'namespace', 'name'].map((field) => textOf(subject[field], 253))
        return {
          ...{ path: ['subjects', at], text: 'It may do everything in the cluster.', related: [ref] },
          reported: { kind: kind || 'User', namespace: namespace ?? '', name: name ?? '' },
          fix: { deletes: ref },
        }
      })
    },
  },
}

/** Is about the control plane: nothing to judge is no good news. */
const anonymous: Rule = {
  ...{ ...common, id: 'KC-120', title: 'API server: anonymous auth', severity: 'high' },
  noPatch: 'The command line of the API server is no object that could be changed.',
  absence: 'No pod shows the command line of the API server.',
  workload: ({ ref, containers }) =>
    ref.namespace === 'kube-system' && ref.name.startsWith('kube-apiserver')
      ? containers
          .filter(({ fields }) => !JSON.stringify(fields['command'] ?? '').includes('--anonymous-auth=false'))
          .map(({ path }) => ({ path: [...path, 'command'], text: 'The API server answers who is not known.' }))
      : undefined,
}

/** Cannot say anything of some objects. */
const unknown: Rule = {
  ...{ ...common, id: 'KC-993', title: 'PersistentVolume not encrypted', severity: 'medium' },
  noPatch: 'A volume is encrypted when it is made.',
  objects: {
    PersistentVolume: ({ object }) =>
      fieldsOf(object['spec'])['csi'] ? [] : { notAssessable: 'Nothing tells who made the volume.' },
  },
}

export const TEST_RULES: readonly Rule[] = [
  privilegedContainer,
  escalates,
  anonymous,
  unlimited,
  selectsNothing,
  bound,
  unknown,
]
