import { readFileSync } from 'node:fs'

/** How `npm start` has Node keep its heap small. */
export function flagsOfStart(): string[] {
  const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    scripts: { start: string }
  }
  const [, command = ''] = manifest.scripts.start.split(' -- ')
  return command.split(' ').filter((word) => word.startsWith('--'))
}
