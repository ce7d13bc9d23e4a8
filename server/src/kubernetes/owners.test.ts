import { expect, test } from 'vitest'
import { controllerOf, Owners, type WorkloadReference } from './owners.ts'

const reference = (kind: string, name: string, apiVersion = 'apps/v1'): WorkloadReference => ({
  kind,
  apiVersion,
  namespace: 'shop',
  name,
})
const pod = reference('Pod', 'web-5d4f8-x2x2x', 'v1')
const replicaSet = reference('ReplicaSet', 'web-5d4f8')
const deployment = reference('Deployment', 'web')
const rollout = reference('Rollout', 'web', 'argoproj.io/v1alpha1')
const hash = { 'pod-template-hash': '5d4f8' }

test('a pod of a ReplicaSet of a Deployment belongs to the Deployment', () => {
  const owners = new Owners()
  owners.add(deployment, undefined)
  owners.add(replicaSet, deployment)
  expect(owners.topOwner(pod, replicaSet, {})).toEqual(deployment)
})

test('a pod of a Job of a CronJob belongs to the CronJob', () => {
  const owners = new Owners()
  const job = reference('Job', 'report-29000000', 'batch/v1')
  const cronJob = reference('CronJob', 'report', 'batch/v1')
  owners.add(job, cronJob)
  expect(owners.topOwner(pod, job, {})).toEqual(cronJob)
})

test('a ReplicaSet that nothing owns is the workload, whatever its labels', () => {
  const owners = new Owners()
  owners.add(replicaSet, undefined)
  expect(owners.topOwner(pod, replicaSet, hash)).toEqual(replicaSet)
})

test('a ReplicaSet of a custom kind makes that the workload', () => {
  const owners = new Owners()
  owners.add(replicaSet, rollout)
  expect(owners.topOwner(pod, replicaSet, hash)).toEqual(rollout)
})

test('a StatefulSet of a custom kind stays the workload', () => {
  const owners = new Owners()
  const statefulSet = reference('StatefulSet', 'db')
  owners.add(statefulSet, reference('Database', 'db', 'example.com/v1'))
  expect(owners.topOwner(pod, statefulSet, {})).toEqual(statefulSet)
  expect(owners.topOwner(statefulSet, reference('Database', 'db', 'example.com/v1'), {})).toEqual(statefulSet)
})

test('a pod of a custom kind belongs to it', () => {
  expect(new Owners().topOwner(pod, rollout, {})).toEqual(rollout)
})

test('a pod that nothing owns is a workload', () => {
  expect(new Owners().topOwner(pod, undefined, hash)).toEqual(pod)
})

test('the Deployment of a ReplicaSet that was not read is told by the hash of the pod template', () => {
  expect(new Owners().topOwner(pod, replicaSet, hash)).toEqual(deployment)
})

test('a ReplicaSet that was not read and bears another hash is the workload itself', () => {
  expect(new Owners().topOwner(pod, replicaSet, { 'pod-template-hash': 'other' })).toEqual(replicaSet)
  expect(new Owners().topOwner(pod, replicaSet, {})).toEqual(replicaSet)
})

test('the CronJob of a Job that was not read is told by its name, where there is such a CronJob', () => {
  const owners = new Owners()
  const job = reference('Job', 'report-29000000', 'batch/v1')
  expect(owners.topOwner(pod, job, {})).toEqual(job)
  owners.add(reference('CronJob', 'report', 'batch/v1'), undefined)
  expect(owners.topOwner(pod, job, {})).toMatchObject({ kind: 'CronJob', name: 'report' })
})

test('owners in a circle end', () => {
  const owners = new Owners()
  const other = reference('ReplicaSet', 'other')
  owners.add(replicaSet, other)
  owners.add(other, replicaSet)
  expect(owners.topOwner(pod, replicaSet, {}).kind).toBe('ReplicaSet')
})

test('the controller is the reference that says so', () => {
  const ownerReferences = [
    { apiVersion: 'v1', kind: 'ConfigMap', name: 'other' },
    { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-5d4f8', controller: true },
  ]
  expect(controllerOf({ metadata: { ownerReferences } }, 'shop')).toEqual(replicaSet)
})

test('the node of a static pod is no controller', () => {
  const ownerReferences = [{ apiVersion: 'v1', kind: 'Node', name: 'node-1', controller: true }]
  expect(controllerOf({ metadata: { ownerReferences } }, 'kube-system')).toBeUndefined()
})

test.each([
  undefined,
  null,
  'x',
  {},
  [null],
  ['x'],
  [{ controller: true }],
  [{ kind: 7, name: 'x', controller: true }],
  [{ kind: 'A', name: 'x/y', controller: true }],
])('owner references of the wrong shape give none: %j', (ownerReferences) => {
  const object = { metadata: { ownerReferences } } as never
  expect(controllerOf(object, 'shop')).toBeUndefined()
})
