import { expect, test } from 'vitest'
import { entropyClass, looksRandom } from './entropy.ts'

test.each([
  'x7Kq2mVb9TzR4wLc8YpN',
  'Zr8!kQ2#vW5xLp9T',
  'wJa7rXUtnFE3K7MDENGbPx9RfiCYzE8kPLEK4Ey1',
  'q9B+4tXc/7LmZ0pRk2VsW8yNdG5hJ1aE',
])('%s looks random', (text) => expect(looksRandom(text)).toBe(true))

test.each([
  'my-service-7d9f8b6c5d-x2x7k',
  'd41d8cd98f00b204e9800998ecf8427e',
  '123e4567-e89b-12d3-a456-426614174000',
  'OrderServiceClientConfiguration2',
  'registry.example/team/App:1.2.3',
  '/usr/local/lib/Python3/site-packages',
  'JAVA_OPTS_DEFAULT_2',
  'MaxRAMPercentage=75',
  Buffer.from('{"level":"info","format":"json"}').toString('base64'),
  'aB3dE5gH7',
  'a'.repeat(40),
])('%s does not', (text) => expect(looksRandom(text)).toBe(false))

test.each([
  ['hunter2', 'low'],
  ['aaaaaaaaaaaaaaaa', 'low'],
  ['d41d8cd98f00b204', 'medium'],
  ['x7Kq2mVb9TzR4wLc8YpN', 'high'],
] as const)('the entropy of %s is %s', (text, expected) => expect(entropyClass(text)).toBe(expected))
