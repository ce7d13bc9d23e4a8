import { expect, test } from 'vitest'
import { POSTURE_SETTINGS, postureSettingsOf } from './installation-settings.ts'
import { DEFAULT_POSTURE_SETTINGS } from './settings.ts'

const named = (name: string) => POSTURE_SETTINGS.find((one) => one.name === `configuration.${name}`)

test.each([
  ['allowedRegistries', 'registry.example.com:5000, ghcr.io/acme'],
  ['deniedRegistries', ''],
  ['imagesWithoutDigest', 'nginx,registry.example.com/base/'],
  ['sensitiveNames', 'batch_key, accountid'],
  ['sensitiveValues', 'acme_[0-9a-f]{8,32}  BEGIN\\sACME'],
  ['systemLabels', 'example.com/platform, tier'],
  ['mostMemory', '4Gi'],
  ['mostCpu', '500m'],
])('%s takes %j', (name, value) => expect(named(name)?.problem(value)).toBeUndefined())

test.each([
  ['allowedRegistries', 'https://ghcr.io', 'without https://'],
  ['deniedRegistries', Array.from({ length: 201 }, (_, at) => `r${at}`).join(), 'At most 200'],
  ['imagesWithoutDigest', 'a b', 'beginnings of images'],
  ['systemLabels', 'a b', 'keys of labels'],
  ['sensitiveNames', 'a,--', 'At most 100 names'],
  ['sensitiveValues', '(a+)+$', 'cannot be used'],
  ['sensitiveValues', 'acme_[0-9', 'cannot be used'],
  ['sensitiveValues', '[a-z]*', 'matches ordinary texts'],
  ['mostMemory', 'lots', 'A quantity above 0'],
  ['mostCpu', '-1', 'A quantity above 0'],
])('%s refuses %j', (name, value, problem) => expect(named(name)?.problem(value)).toContain(problem))

test('values are read as they are set, and what does not fit says nothing', async () => {
  const values: Record<string, string> = {
    'configuration.allowedRegistries': 'ghcr.io/acme, registry.example.com',
    'configuration.sensitiveValues': 'acme_\\d{4} other_\\d{4}',
    'configuration.mostMemory': 'lots',
    'configuration.mostCpu': ' 2 ',
  }
  expect(await postureSettingsOf(async (name) => values[name] ?? '')).toEqual({
    ...DEFAULT_POSTURE_SETTINGS,
    allowedRegistries: ['ghcr.io/acme', 'registry.example.com'],
    sensitiveValues: ['acme_\\d{4}', 'other_\\d{4}'],
    mostCpu: '2',
  })
})
