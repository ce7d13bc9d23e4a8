import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'postgresql',
  schema: ['access', 'asset', 'change', 'cluster', 'exposure', 'posture', 'risk', 'task'].map(
    (name) => `./src/tables/${name}.ts`,
  ),
  out: './migrations',
})
