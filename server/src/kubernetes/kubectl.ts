import { KINDS } from './kinds.ts'
import type { ObjectRef } from './object.ts'

/**
 * Commands for kubectl as lists of arguments, the program first. Whatever names an object holds, it stays the argument that it is: what would
 * be taken for an option stands behind `--`.
 */

/** Whether a command can name the object. Names that an API server takes are much narrower. */
export function isNameable({ namespace, name }: ObjectRef): boolean {
  return name !== '' && !/\p{C}|[\u2028\u2029/]/u.test(name + namespace)
}

/** `merge` is a JSON merge patch (RFC 7396), `json` a list of operations (RFC 6902). */
export function patchArgs(ref: ObjectRef, type: 'merge' | 'json', patch: unknown): string[] {
  const text = asciiJson(patch)
  if (!isOption(ref)) return ['kubectl', 'patch', ...named(ref), '--type', type, '-p', text]
  return ['kubectl', 'patch', ...within(ref), `--type=${type}`, `--patch=${text}`, '--', resourceOf(ref.kind), ref.name]
}

export function deleteArgs(ref: ObjectRef): string[] {
  if (!isOption(ref)) return ['kubectl', 'delete', ...named(ref)]
  return ['kubectl', 'delete', ...within(ref), '--', resourceOf(ref.kind), ref.name]
}

/** Reads what it applies from its standard input. */
export const APPLY_ARGS: readonly string[] = ['kubectl', 'apply', '-f', '-']

function named(ref: ObjectRef): string[] {
  return [resourceOf(ref.kind), ref.name, ...(ref.namespace === '' ? [] : ['-n', ref.namespace])]
}

function within({ namespace }: ObjectRef): string[] {
  return namespace === '' ? [] : [`--namespace=${namespace}`]
}

/** A name that would be taken for an option has to stand where none is looked for. */
function isOption({ namespace, name }: ObjectRef): boolean {
  return namespace.startsWith('-') || name.startsWith('-')
}

/** As kubectl knows it; kinds of custom resources with their group, since others may have the same name. */
function resourceOf(kind: string): string {
  const known = KINDS.find((one) => one.kind === kind)
  return known?.optional ? `${known.plural}.${known.group}` : kind.toLowerCase()
}

/** JSON in which nothing can hide: control and format characters stand as their numbers. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
