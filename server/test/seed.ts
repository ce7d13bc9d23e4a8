/**
 * What random objects are drawn from. The same ones in each run, so that a run fails for what was changed and not by chance; others with
 * `BREAKWATER_TEST_SEED=NUMBER`, to look for more.
 */
export const SEED = Number(process.env['BREAKWATER_TEST_SEED'] ?? 20_261_124)
