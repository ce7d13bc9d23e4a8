import { expect, test } from 'vitest'
import { hashOfCommand } from './exec-command.ts'
import type { ExecEntry } from './kubeconfig.ts'

const command: ExecEntry = {
  apiVersion: 'client.authentication.k8s.io/v1',
  command: '/usr/bin/aws',
  args: ['eks', 'get-token'],
  env: [{ name: 'A', value: '1' }],
}

test('a command has the same hash each time, whatever its install hint', () => {
  expect(hashOfCommand({ ...command, installHint: 'x' })).toBe(hashOfCommand(structuredClone(command)))
  expect(hashOfCommand(command)).toMatch(/^[0-9a-f]{64}$/)
})

test.each<[string, Partial<ExecEntry>]>([
  ['program', { command: '/usr/local/bin/aws' }],
  ['argument', { args: ['eks', 'get-token', '--role'] }],
  ['order of arguments', { args: ['get-token', 'eks'] }],
  ['cut between arguments', { args: ['eks get-token'] }],
  ['name of a variable', { env: [{ name: 'B', value: '1' }] }],
  ['value of a variable', { env: [{ name: 'A', value: '2' }] }],
  ['move of an argument to the environment', { args: ['eks', 'get-token', 'A', '1'], env: [] }],
  ['API version', { apiVersion: 'client.authentication.k8s.io/v1beta1' }],
  ['terminal', { interactiveMode: 'Never' }],
  ['sight of the cluster', { provideClusterInfo: true }],
])('another %s is another command', (_, change) => {
  expect(hashOfCommand({ ...command, ...change })).not.toBe(hashOfCommand(command))
})
