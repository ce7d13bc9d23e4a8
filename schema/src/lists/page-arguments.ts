import { requestError } from '../errors.ts'

/** Rows that a page holds at most. */
export const MAX_PAGE_SIZE = 100

/** The paging arguments that every list takes. */
export interface PageArguments {
  readonly first?: number | null | undefined
  readonly after?: string | null | undefined
  readonly last?: number | null | undefined
  readonly before?: string | null | undefined
}

/** What they ask for: `size` rows after (or, backwards, before) `cursor`. */
export interface PageRequest {
  readonly size: number
  readonly backwards: boolean
  readonly cursor: string | undefined
}

/** Reads the paging arguments. Throws a GraphQLError PAGE_SIZE that says what is wrong with them. */
export function pageRequest({ first, after, last, before }: PageArguments): PageRequest {
  const forwards = first ?? undefined
  const backwards = last ?? undefined
  if (forwards !== undefined && backwards !== undefined) {
    throw requestError('PAGE_SIZE', 'Give `first` or `last`, not both.')
  }
  const size = forwards ?? backwards
  if (size === undefined) throw requestError('PAGE_SIZE', `Give \`first\` or \`last\`, from 1 to ${MAX_PAGE_SIZE}.`)
  if (size < 1 || size > MAX_PAGE_SIZE) {
    throw requestError('PAGE_SIZE', `A page holds 1 to ${MAX_PAGE_SIZE} rows, not ${size}.`)
  }
  if (forwards !== undefined && before) throw requestError('PAGE_SIZE', '`before` goes with `last`, not with `first`.')
  if (backwards !== undefined && after) throw requestError('PAGE_SIZE', '`after` goes with `first`, not with `last`.')
  return { size, backwards: backwards !== undefined, cursor: (after || before) ?? undefined }
}
