import { defineConfig } from '@playwright/test'
import { findChromium } from './scripts/machine.ts'

/** The product as people use it: each test file runs its own server on data of its own. */
export default defineConfig({
  testDir: 'test/browser',
  globalSetup: './test/browser/global-setup.ts',
  // A busy machine may be slower than any patience: only what hangs runs out of time.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  workers: 2,
  // What fails twice has failed.
  retries: process.env['CI'] ? 1 : 0,
  reporter: 'list',
  outputDir: 'test-results',
  use: {
    browserName: 'chromium',
    viewport: { width: 1440, height: 900 },
    locale: 'en-US',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
    // Recording each step takes as long as the step: what fails is tried again, and recorded then.
    trace: 'on-first-retry',
    launchOptions: {
      executablePath: process.env['BREAKWATER_TEST_CHROMIUM'] ?? findChromium(),
      // Root needs --no-sandbox; the rest keeps the browser from looking for hosts of its own.
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--disable-quic',
      ],
    },
  },
})
