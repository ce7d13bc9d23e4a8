import type { Exporter } from '../src/http/export/export.ts'

/** For a server whose lists nobody exports. */
export const NO_EXPORTS: Exporter = {
  answer: async (_request, response) => void response.writeHead(404).end(),
}
