/** The command `breakwater` with the domain of the browser tests in it. */
await import('./risk-domain.ts')
// Builds the schema, so not before the domain has said what it adds.
const { main } = await import('../../server/src/cli/main.ts')
process.exitCode = await main(process.argv.slice(2))

export {}
