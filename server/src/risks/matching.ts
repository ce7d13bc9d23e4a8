import { risk, waiver } from '@breakwater/drizzle/tables/risk.ts'
import { type SQL, sql } from 'drizzle-orm'

/**
 * Whether a waiver is for a risk: every selector that it gives must hold. The one place where this is decided; previews,
 * new waivers and new risks all ask the database.
 */
export const waiverCoversRisk: SQL = sql`(
  (${waiver.kind} is null or ${waiver.kind} = ${risk.kind})
  and (${waiver.rule} = '' or ${waiver.rule} = ${risk.rule})
  and (${waiver.cluster} = '' or ${waiver.cluster} = ${risk.cluster})
  and (${waiver.namespace} = '' or ${waiver.namespace} = ${risk.namespace})
  and (${waiver.registry} = '' or ${waiver.registry} = ${risk.registry})
  and (${waiver.assetType} is null or ${waiver.assetType} = ${risk.assetType})
  and (${waiver.assetId} = '' or ${waiver.assetId} = ${risk.assetId})
  and (${waiver.assetName} = '' or ${risk.assetName} like ${pattern(waiver.assetName)})
  and ${risk.labels} @> ${waiver.labels}
  and (${waiver.binding} is null or ${hasNotGrown()})
)`

/** Whether a risk is the one that was accepted, and is no wider than it was then. */
function hasNotGrown(): SQL {
  const [now, then] = [risk.binding, waiver.binding]
  return sql`coalesce(${now} ->> 'key' = ${then} ->> 'key' and (${now} ->> 'rank')::int <= (${then} ->> 'rank')::int
    and not exists (
      select 1 from jsonb_array_elements_text(${now} -> 'sources') as source where not exists (
        select 1 from jsonb_array_elements_text(${then} -> 'sources') as accepted where source::inet <<= accepted::inet)), false)`
}

/** Accepted now: not ended, and its date has not come. */
export const waiverIsActive: SQL = sql`(not ${waiver.ended} and ${waiver.until} > now())`

/** `*` stands for any run of characters; what LIKE gives a meaning stands for itself. */
function pattern(column: typeof waiver.assetName): SQL {
  return sql`replace(replace(replace(replace(${column}, '\\', '\\\\'), '%', '\\%'), '_', '\\_'), '*', '%')`
}
