import { recordAudit } from '@breakwater/drizzle/audit.ts'
import type { InputFieldMap, InputShapeFromFields, OutputRef, OutputShape } from '@pothos/core'
import { requireRole } from '../access.ts'
import { builder, type Types } from '../builder.ts'
import type { Context } from '../context.ts'
import { isForbidden } from '../errors.ts'
import { RequestError } from '../services.ts'
import type { Viewer } from '../viewer.ts'

/** What a payload holds: a field's type and what it is. All are null when `userErrors` says why. */
type PayloadFields = Readonly<Record<string, { readonly type: PayloadType; readonly description: string }>>
type PayloadType = OutputRef<unknown> | ScalarName
type ScalarName = 'ID' | 'Boolean' | 'String' | 'DateTime'
type PayloadValue<Type> =
  Type extends OutputRef<infer Row> ? Row : Type extends ScalarName ? OutputShape<Types, Type> : never
type PayloadValues<Fields extends PayloadFields> = {
  readonly [Name in keyof Fields]: PayloadValue<Fields[Name]['type']>
}

export interface MutationOptions<Input extends InputFieldMap, Payload extends PayloadFields> {
  readonly name: string
  readonly description: string
  /** Who may do it; those below get FORBIDDEN. */
  readonly role: Viewer['role']
  /** What it does, to end the sentence "Only an operator may …". */
  readonly what: string
  readonly input: (t: PothosSchemaTypes.InputFieldBuilder<Types, 'InputObject'>) => Input
  readonly payload: Payload
  /** Does it. A thrown `RequestError` becomes a user error; anything else passes up. */
  readonly run: (input: InputShapeFromFields<Input>, context: Context) => Promise<PayloadValues<Payload>>
}

interface ClientMutation {
  readonly clientMutationId?: string | null
}

interface UserErrorShape {
  readonly field: readonly string[] | null
  readonly code: string
  readonly message: string
}

interface PayloadShape {
  readonly clientMutationId: string | null
  readonly userErrors: readonly UserErrorShape[]
  readonly values: Readonly<Record<string, unknown>>
}

const UserError = builder.objectRef<UserErrorShape>('UserError').implement({
  description: 'Why a mutation did not do what it was asked for.',
  fields: (t) => ({
    field: t.stringList({
      nullable: true,
      description: 'Path of the input field that it is about; null when it is about none.',
      resolve: (error) => (error.field ? [...error.field] : null),
    }),
    code: t.exposeString('code', { description: 'For programs.' }),
    message: t.exposeString('message', { description: 'For people: what is wrong and what to do.' }),
  }),
})

/** Adds a mutation with Relay's shape: one `input`, a payload with the objects and `userErrors`. */
export function mutation<Input extends InputFieldMap, const Payload extends PayloadFields>(
  options: MutationOptions<Input, Payload>,
): void {
  const TypeName = options.name.charAt(0).toUpperCase() + options.name.slice(1)
  const input = builder.inputType(`${TypeName}Input`, {
    description: `Input of \`${options.name}\`.`,
    fields: (t) => ({
      ...options.input(t),
      clientMutationId: t.string({
        description: 'Comes back in the payload, for clients that need to tell them apart.',
      }),
    }),
  })
  const payload = builder.objectRef<PayloadShape>(`${TypeName}Payload`).implement({
    description: `What \`${options.name}\` did.`,
    fields: (t) => ({
      clientMutationId: t.exposeString('clientMutationId', { nullable: true, description: 'As it came in the input.' }),
      userErrors: t.field({
        type: [UserError],
        description: 'Why it was not done; empty when it was.',
        resolve: (result) => [...result.userErrors],
      }),
      ...Object.fromEntries(
        Object.entries(options.payload).map(([name, { type, description }]) => [
          name,
          t.field({
            type: type as OutputRef<object>,
            nullable: true,
            description,
            resolve: (result) => (result.values[name] ?? null) as object | null,
          }),
        ]),
      ),
    }),
  })
  builder.mutationField(options.name, (t) =>
    t.field({
      type: payload,
      description: options.description,
      args: { input: t.arg({ type: input, required: true, description: 'What is asked for.' }) },
      resolve: async (_root, args, context) => {
        // The fields are not known here, so neither is their shape; the input type made from them holds it.
        const given = (args as { readonly input: unknown }).input as InputShapeFromFields<Input> & ClientMutation
        const clientMutationId = given.clientMutationId ?? null
        try {
          requireRole(context.viewer, options.role, options.what)
          return { clientMutationId, userErrors: [], values: await options.run(given, context) }
        } catch (error) {
          await recordRefusal(context, options.name, error)
          if (!(error instanceof RequestError)) throw error
          return { clientMutationId, userErrors: [userError(error)], values: {} }
        }
      },
    }),
  )
}

/** What was not done leaves its row as well; the row of what was done is written with it. */
async function recordRefusal(context: Context, action: string, error: unknown): Promise<void> {
  const result = error instanceof RequestError ? error.code : isForbidden(error) ? 'FORBIDDEN' : undefined
  if (result === undefined) return
  await context.database.transaction((tx) => recordAudit(tx, context.viewer, { action, result }))
}

function userError({ code, message, field }: RequestError): UserErrorShape {
  return { code, message, field: field ?? null }
}
