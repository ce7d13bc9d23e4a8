ALTER TABLE "cluster_node" ADD COLUMN "risk_high" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "cluster_node" ADD COLUMN "risk_medium" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "cluster_node" ADD COLUMN "risk_low" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "cluster_node" ADD COLUMN "at_risk" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "container" ADD COLUMN "risk_high" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "container" ADD COLUMN "risk_medium" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "container" ADD COLUMN "risk_low" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "container" ADD COLUMN "at_risk" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "namespace" ADD COLUMN "risk_high" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "namespace" ADD COLUMN "risk_medium" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "namespace" ADD COLUMN "risk_low" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "namespace" ADD COLUMN "at_risk" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "pod" ADD COLUMN "risk_high" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "pod" ADD COLUMN "risk_medium" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "pod" ADD COLUMN "risk_low" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "pod" ADD COLUMN "at_risk" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "service" ADD COLUMN "risk_high" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "service" ADD COLUMN "risk_medium" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "service" ADD COLUMN "risk_low" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "service" ADD COLUMN "at_risk" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "workload" ADD COLUMN "risk_high" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "workload" ADD COLUMN "risk_medium" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "workload" ADD COLUMN "risk_low" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "workload" ADD COLUMN "at_risk" boolean DEFAULT false NOT NULL;--> statement-breakpoint
UPDATE "namespace" AS asset SET "risk_high" = told."high", "risk_medium" = told."medium", "risk_low" = told."low", "at_risk" = told."at_risk"
	FROM "asset_risk" AS told WHERE told."asset_type" = 'Namespace' AND told."asset_id" = asset."id" AND told."cluster" = asset."cluster" AND told."registry" = '';--> statement-breakpoint
UPDATE "cluster_node" AS asset SET "risk_high" = told."high", "risk_medium" = told."medium", "risk_low" = told."low", "at_risk" = told."at_risk"
	FROM "asset_risk" AS told WHERE told."asset_type" = 'ClusterNode' AND told."asset_id" = asset."id" AND told."cluster" = asset."cluster" AND told."registry" = '';--> statement-breakpoint
UPDATE "workload" AS asset SET "risk_high" = told."high", "risk_medium" = told."medium", "risk_low" = told."low", "at_risk" = told."at_risk"
	FROM "asset_risk" AS told WHERE told."asset_type" = 'Workload' AND told."asset_id" = asset."id" AND told."cluster" = asset."cluster" AND told."registry" = '';--> statement-breakpoint
UPDATE "pod" AS asset SET "risk_high" = told."high", "risk_medium" = told."medium", "risk_low" = told."low", "at_risk" = told."at_risk"
	FROM "asset_risk" AS told WHERE told."asset_type" = 'Pod' AND told."asset_id" = asset."id" AND told."cluster" = asset."cluster" AND told."registry" = '';--> statement-breakpoint
UPDATE "container" AS asset SET "risk_high" = told."high", "risk_medium" = told."medium", "risk_low" = told."low", "at_risk" = told."at_risk"
	FROM "asset_risk" AS told WHERE told."asset_type" = 'Container' AND told."asset_id" = asset."id" AND told."cluster" = asset."cluster" AND told."registry" = '';--> statement-breakpoint
UPDATE "service" AS asset SET "risk_high" = told."high", "risk_medium" = told."medium", "risk_low" = told."low", "at_risk" = told."at_risk"
	FROM "asset_risk" AS told WHERE told."asset_type" = 'Service' AND told."asset_id" = asset."id" AND told."cluster" = asset."cluster" AND told."registry" = '';--> statement-breakpoint
CREATE INDEX "audit_by_actor" ON "audit" ("actor" collate "C","at","seq");--> statement-breakpoint
CREATE INDEX "audit_by_address" ON "audit" ("address" collate "C","at","seq");--> statement-breakpoint
CREATE INDEX "audit_by_action" ON "audit" ("action" collate "C","at","seq");--> statement-breakpoint
CREATE INDEX "audit_by_target" ON "audit" ("target" collate "C","at","seq");--> statement-breakpoint
CREATE INDEX "audit_by_result" ON "audit" ("result" collate "C","at","seq");--> statement-breakpoint
CREATE INDEX "container_by_registry" ON "container" ("image_registry","id");--> statement-breakpoint
CREATE INDEX "container_by_risks" ON "container" ("risk_high","risk_medium","risk_low","id");--> statement-breakpoint
CREATE INDEX "container_at_risk" ON "container" ("name","id") WHERE at_risk;--> statement-breakpoint
CREATE INDEX "pod_by_risks" ON "pod" ("risk_high","risk_medium","risk_low","id");--> statement-breakpoint
CREATE INDEX "pod_at_risk" ON "pod" ("name","id") WHERE at_risk;--> statement-breakpoint
CREATE INDEX "pod_not_ready" ON "pod" ("name","id") WHERE not ready;--> statement-breakpoint
CREATE INDEX "pod_on_host_network" ON "pod" ("name","id") WHERE host_network;--> statement-breakpoint
CREATE INDEX "service_by_namespace" ON "service" ("namespace","name","id");--> statement-breakpoint
CREATE INDEX "service_by_type" ON "service" ("type","id");--> statement-breakpoint
CREATE INDEX "service_by_cluster_ip" ON "service" ("cluster_ip","id");--> statement-breakpoint
CREATE INDEX "service_by_port" ON "service" ((coalesce(("ports" -> 0 ->> 'port')::int, 0)),"id");--> statement-breakpoint
CREATE INDEX "service_by_external_address" ON "service" ((coalesce("external_addresses"[1], '')) collate "C","id");--> statement-breakpoint
CREATE INDEX "service_by_first_seen" ON "service" ("first_seen_at","id");--> statement-breakpoint
CREATE INDEX "service_by_risks" ON "service" ("risk_high","risk_medium","risk_low","id");--> statement-breakpoint
CREATE INDEX "service_at_risk" ON "service" ("name","id") WHERE at_risk;--> statement-breakpoint
CREATE INDEX "service_with_external_address" ON "service" USING gin ("external_addresses");--> statement-breakpoint
CREATE INDEX "service_by_label" ON "service" USING gin ("labels" jsonb_path_ops);--> statement-breakpoint
CREATE INDEX "service_gone" ON "service" ("name","id") WHERE not present;--> statement-breakpoint
CREATE INDEX "workload_by_risks" ON "workload" ("risk_high","risk_medium","risk_low","id");--> statement-breakpoint
CREATE INDEX "workload_at_risk" ON "workload" ("name","id") WHERE at_risk;--> statement-breakpoint
CREATE INDEX "risk_by_registry" ON "risk" ("registry","id");--> statement-breakpoint
CREATE INDEX "risk_by_owner" ON "risk" ("owner","id");--> statement-breakpoint
CREATE INDEX "task_item_by_cause_code" ON "task_item" ("task","cause_code","id") WHERE cause_code is not null;