/** Whether a run looks at all of what is alike: pages, numbers and lists that are made of the same parts. Takes twice as long. */
export const IS_THOROUGH = Boolean(process.env['BREAKWATER_TEST_THOROUGH'])

/** Every `nth` of `all`, the first among them; all of them in a thorough run. */
export function sampled<T>(all: readonly T[], nth: number): readonly T[] {
  return IS_THOROUGH ? all : all.filter((_one, at) => at % nth === 0)
}
