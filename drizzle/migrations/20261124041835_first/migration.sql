CREATE TABLE "audit" (
	"seq" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp(3) with time zone NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"cluster" text collate "C" DEFAULT '' NOT NULL,
	"namespace" text collate "C" DEFAULT '' NOT NULL,
	"registry" text collate "C" DEFAULT '' NOT NULL,
	"target" text DEFAULT '' NOT NULL,
	"result" text DEFAULT 'OK' NOT NULL,
	"details" jsonb DEFAULT '{}' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "login_code" (
	"hash" text PRIMARY KEY,
	"expires_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "region_group" (
	"id" text collate "C" PRIMARY KEY,
	"name" text collate "C" NOT NULL UNIQUE,
	"regions" text[] NOT NULL,
	"position" bigint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "session" (
	"hash" text PRIMARY KEY,
	"created_at" timestamp(3) with time zone NOT NULL,
	"expires_at" timestamp(3) with time zone NOT NULL,
	"last_used_at" timestamp(3) with time zone NOT NULL,
	"user_agent" text DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "setting" (
	"name" text PRIMARY KEY,
	"value" jsonb NOT NULL,
	"updated_at" timestamp(3) with time zone NOT NULL,
	"updated_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "token" (
	"id" text collate "C" PRIMARY KEY,
	"name" text collate "C" NOT NULL UNIQUE,
	"hash" text NOT NULL UNIQUE,
	"created_at" timestamp(3) with time zone NOT NULL,
	"expires_at" timestamp(3) with time zone,
	"last_used_at" timestamp(3) with time zone
);
--> statement-breakpoint
CREATE TABLE "asset_count" (
	"cluster" text collate "C" DEFAULT '',
	"namespace" text collate "C" DEFAULT '',
	"registry" text collate "C" DEFAULT '',
	"kind" text,
	"total" integer NOT NULL,
	"at_risk" integer DEFAULT 0 NOT NULL,
	"updated_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "asset_count_pkey" PRIMARY KEY("cluster","namespace","registry","kind")
);
--> statement-breakpoint
CREATE TABLE "cluster_node" (
	"id" text collate "C" PRIMARY KEY,
	"cluster" text collate "C" DEFAULT '' NOT NULL,
	"namespace" text collate "C" DEFAULT '' NOT NULL,
	"registry" text collate "C" DEFAULT '' NOT NULL,
	"name" text collate "C" NOT NULL,
	"uid" text,
	"labels" jsonb DEFAULT '{}' NOT NULL,
	"content_hash" text NOT NULL,
	"created_at" timestamp(3) with time zone,
	"first_seen_at" timestamp(3) with time zone NOT NULL,
	"last_seen_at" timestamp(3) with time zone,
	"present" boolean DEFAULT true NOT NULL,
	"ready" text DEFAULT 'UNKNOWN' NOT NULL,
	"unschedulable" boolean DEFAULT false NOT NULL,
	"roles" text[] DEFAULT '{}'::text[] NOT NULL,
	"kubelet_version" text collate "C" DEFAULT '' NOT NULL,
	"os_image" text DEFAULT '' NOT NULL,
	"architecture" text collate "C" DEFAULT '' NOT NULL,
	"container_runtime" text DEFAULT '' NOT NULL,
	"internal_ip" text collate "C" DEFAULT '' NOT NULL,
	"external_ip" text collate "C" DEFAULT '' NOT NULL,
	"zone" text collate "C" DEFAULT '' NOT NULL,
	"pods" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "container" (
	"id" text collate "C" PRIMARY KEY,
	"cluster" text collate "C" DEFAULT '' NOT NULL,
	"namespace" text collate "C" DEFAULT '' NOT NULL,
	"registry" text collate "C" DEFAULT '' NOT NULL,
	"name" text collate "C" NOT NULL,
	"uid" text,
	"labels" jsonb DEFAULT '{}' NOT NULL,
	"content_hash" text NOT NULL,
	"created_at" timestamp(3) with time zone,
	"first_seen_at" timestamp(3) with time zone NOT NULL,
	"last_seen_at" timestamp(3) with time zone,
	"present" boolean DEFAULT true NOT NULL,
	"pod" text collate "C" DEFAULT '' NOT NULL,
	"pod_name" text collate "C" DEFAULT '' NOT NULL,
	"workload" text collate "C" DEFAULT '' NOT NULL,
	"workload_name" text collate "C" DEFAULT '' NOT NULL,
	"node" text collate "C" DEFAULT '' NOT NULL,
	"kind" text DEFAULT 'MAIN' NOT NULL,
	"state" text DEFAULT 'UNKNOWN' NOT NULL,
	"state_reason" text collate "C" DEFAULT '' NOT NULL,
	"ready" boolean DEFAULT false NOT NULL,
	"restarts" integer DEFAULT 0 NOT NULL,
	"image_reference" text collate "C" DEFAULT '' NOT NULL,
	"image_digest" text collate "C" DEFAULT '' NOT NULL,
	"image_registry" text collate "C" DEFAULT '' NOT NULL,
	"image_repository" text collate "C" DEFAULT '' NOT NULL,
	"image_tag" text collate "C" DEFAULT '' NOT NULL,
	"ports" jsonb DEFAULT '[]' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "image_use" (
	"cluster" text collate "C" DEFAULT '',
	"namespace" text collate "C" DEFAULT '',
	"registry" text collate "C" DEFAULT '',
	"image" text collate "C",
	"reference" text NOT NULL,
	"containers" integer NOT NULL,
	"at_risk" boolean DEFAULT false NOT NULL,
	CONSTRAINT "image_use_pkey" PRIMARY KEY("cluster","namespace","registry","image")
);
--> statement-breakpoint
CREATE TABLE "namespace" (
	"id" text collate "C" PRIMARY KEY,
	"cluster" text collate "C" DEFAULT '' NOT NULL,
	"namespace" text collate "C" DEFAULT '' NOT NULL,
	"registry" text collate "C" DEFAULT '' NOT NULL,
	"name" text collate "C" NOT NULL,
	"uid" text,
	"labels" jsonb DEFAULT '{}' NOT NULL,
	"content_hash" text NOT NULL,
	"created_at" timestamp(3) with time zone,
	"first_seen_at" timestamp(3) with time zone NOT NULL,
	"last_seen_at" timestamp(3) with time zone,
	"present" boolean DEFAULT true NOT NULL,
	"phase" text DEFAULT 'Active' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "pod" (
	"id" text collate "C" PRIMARY KEY,
	"cluster" text collate "C" DEFAULT '' NOT NULL,
	"namespace" text collate "C" DEFAULT '' NOT NULL,
	"registry" text collate "C" DEFAULT '' NOT NULL,
	"name" text collate "C" NOT NULL,
	"uid" text,
	"labels" jsonb DEFAULT '{}' NOT NULL,
	"content_hash" text NOT NULL,
	"created_at" timestamp(3) with time zone,
	"first_seen_at" timestamp(3) with time zone NOT NULL,
	"last_seen_at" timestamp(3) with time zone,
	"present" boolean DEFAULT true NOT NULL,
	"workload" text collate "C" DEFAULT '' NOT NULL,
	"workload_kind" text collate "C" DEFAULT '' NOT NULL,
	"workload_name" text collate "C" DEFAULT '' NOT NULL,
	"node" text collate "C" DEFAULT '' NOT NULL,
	"phase" text collate "C" DEFAULT 'Unknown' NOT NULL,
	"status" text collate "C" DEFAULT 'Unknown' NOT NULL,
	"ready" boolean DEFAULT false NOT NULL,
	"restarts" integer DEFAULT 0 NOT NULL,
	"ip" text collate "C" DEFAULT '' NOT NULL,
	"host_ip" text collate "C" DEFAULT '' NOT NULL,
	"host_network" boolean DEFAULT false NOT NULL,
	"service_account" text collate "C" DEFAULT '' NOT NULL,
	"containers" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "service" (
	"id" text collate "C" PRIMARY KEY,
	"cluster" text collate "C" DEFAULT '' NOT NULL,
	"namespace" text collate "C" DEFAULT '' NOT NULL,
	"registry" text collate "C" DEFAULT '' NOT NULL,
	"name" text collate "C" NOT NULL,
	"uid" text,
	"labels" jsonb DEFAULT '{}' NOT NULL,
	"content_hash" text NOT NULL,
	"created_at" timestamp(3) with time zone,
	"first_seen_at" timestamp(3) with time zone NOT NULL,
	"last_seen_at" timestamp(3) with time zone,
	"present" boolean DEFAULT true NOT NULL,
	"type" text collate "C" DEFAULT 'ClusterIP' NOT NULL,
	"cluster_ip" text collate "C" DEFAULT '' NOT NULL,
	"external_addresses" text[] DEFAULT '{}'::text[] NOT NULL,
	"selector" jsonb DEFAULT '{}' NOT NULL,
	"ports" jsonb DEFAULT '[]' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "workload" (
	"id" text collate "C" PRIMARY KEY,
	"cluster" text collate "C" DEFAULT '' NOT NULL,
	"namespace" text collate "C" DEFAULT '' NOT NULL,
	"registry" text collate "C" DEFAULT '' NOT NULL,
	"name" text collate "C" NOT NULL,
	"uid" text,
	"labels" jsonb DEFAULT '{}' NOT NULL,
	"content_hash" text NOT NULL,
	"created_at" timestamp(3) with time zone,
	"first_seen_at" timestamp(3) with time zone NOT NULL,
	"last_seen_at" timestamp(3) with time zone,
	"present" boolean DEFAULT true NOT NULL,
	"kind" text collate "C" NOT NULL,
	"api_version" text DEFAULT '' NOT NULL,
	"application" text collate "C" DEFAULT '' NOT NULL,
	"desired" integer DEFAULT 0 NOT NULL,
	"ready" integer DEFAULT 0 NOT NULL,
	"pods" integer DEFAULT 0 NOT NULL,
	"containers" integer DEFAULT 0 NOT NULL,
	"service_account" text collate "C" DEFAULT '' NOT NULL,
	"images" text[] DEFAULT '{}'::text[] NOT NULL,
	"state" text DEFAULT 'UNKNOWN' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "change" (
	"seq" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "change_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"transaction" xid8 DEFAULT pg_current_xact_id() NOT NULL,
	"at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"type" text collate "C" NOT NULL,
	"node" text collate "C" NOT NULL,
	"operation" text NOT NULL,
	"cluster" text collate "C" DEFAULT '' NOT NULL,
	"namespace" text collate "C" DEFAULT '' NOT NULL,
	"registry" text collate "C" DEFAULT '' NOT NULL,
	"old" jsonb,
	"new" jsonb
);
--> statement-breakpoint
CREATE TABLE "stream" (
	"id" text PRIMARY KEY DEFAULT 'changes',
	"epoch" text NOT NULL,
	"trimmed_transaction" xid8 DEFAULT '0' NOT NULL,
	"started_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "cluster" (
	"uid" text collate "C" PRIMARY KEY,
	"name" text collate "C" NOT NULL,
	"name_lower" text collate "C" NOT NULL,
	"type" text DEFAULT 'UNKNOWN' NOT NULL,
	"type_evidence" text DEFAULT '' NOT NULL,
	"distribution" text collate "C" DEFAULT '' NOT NULL,
	"region" text collate "C" DEFAULT '' NOT NULL,
	"version" text collate "C" DEFAULT '' NOT NULL,
	"state" text DEFAULT 'PENDING' NOT NULL,
	"state_cause" text,
	"state_advice" text,
	"source_kind" text NOT NULL,
	"server" text DEFAULT '' NOT NULL,
	"sample" boolean DEFAULT false NOT NULL,
	"connected_at" timestamp(3) with time zone NOT NULL,
	"last_sync_at" timestamp(3) with time zone,
	"last_seen_at" timestamp(3) with time zone,
	"generation" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "cluster_source" (
	"cluster" text collate "C" PRIMARY KEY,
	"kind" text NOT NULL,
	"origin" text NOT NULL,
	"reference" text NOT NULL,
	"sealed" bytea,
	"updated_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "coverage" (
	"cluster" text collate "C",
	"namespace" text collate "C" DEFAULT '',
	"registry" text collate "C" DEFAULT '',
	"kind" text collate "C",
	"reason" text NOT NULL,
	"message" text DEFAULT '' NOT NULL,
	"advice" text DEFAULT '' NOT NULL,
	"objects" integer DEFAULT 0 NOT NULL,
	"last_complete_at" timestamp(3) with time zone,
	"updated_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "coverage_pkey" PRIMARY KEY("cluster","kind","namespace","registry")
);
--> statement-breakpoint
CREATE TABLE "kubernetes_object" (
	"id" text collate "C" PRIMARY KEY,
	"cluster" text collate "C" NOT NULL,
	"namespace" text collate "C" DEFAULT '' NOT NULL,
	"registry" text collate "C" DEFAULT '' NOT NULL,
	"kind" text collate "C" NOT NULL,
	"api_version" text NOT NULL,
	"name" text collate "C" NOT NULL,
	"uid" text,
	"content" jsonb NOT NULL,
	"content_hash" text NOT NULL,
	"first_seen_at" timestamp(3) with time zone NOT NULL,
	"last_seen_at" timestamp(3) with time zone,
	"present" boolean DEFAULT true NOT NULL
);
--> statement-breakpoint
CREATE TABLE "analysis" (
	"cluster" text collate "C" DEFAULT '',
	"registry" text collate "C" DEFAULT '',
	"kind" text,
	"analyzed_at" timestamp(3) with time zone NOT NULL,
	"complete" boolean DEFAULT true NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	CONSTRAINT "analysis_pkey" PRIMARY KEY("cluster","registry","kind")
);
--> statement-breakpoint
CREATE TABLE "asset_risk" (
	"asset_type" text,
	"asset_id" text collate "C",
	"cluster" text collate "C" DEFAULT '',
	"namespace" text collate "C" DEFAULT '' NOT NULL,
	"registry" text collate "C" DEFAULT '',
	"high" integer NOT NULL,
	"medium" integer NOT NULL,
	"low" integer NOT NULL,
	"at_risk" boolean NOT NULL,
	CONSTRAINT "asset_risk_pkey" PRIMARY KEY("asset_type","asset_id","cluster","registry")
);
--> statement-breakpoint
CREATE TABLE "risk" (
	"id" text collate "C" PRIMARY KEY,
	"cluster" text collate "C" DEFAULT '' NOT NULL,
	"namespace" text collate "C" DEFAULT '' NOT NULL,
	"registry" text collate "C" DEFAULT '' NOT NULL,
	"kind" text NOT NULL,
	"rule" text collate "C" NOT NULL,
	"title" text collate "C" NOT NULL,
	"title_lower" text collate "C" NOT NULL,
	"severity" text NOT NULL,
	"severity_rank" integer NOT NULL,
	"priority" text NOT NULL,
	"priority_rank" integer NOT NULL,
	"reasons" text[] DEFAULT '{}'::text[] NOT NULL,
	"advice" text DEFAULT '' NOT NULL,
	"state" text DEFAULT 'OPEN' NOT NULL,
	"asset_type" text NOT NULL,
	"asset_id" text collate "C" NOT NULL,
	"asset_name" text collate "C" NOT NULL,
	"labels" jsonb DEFAULT '{}' NOT NULL,
	"owner" text collate "C" DEFAULT '' NOT NULL,
	"waiver" text,
	"content_hash" text NOT NULL,
	"first_seen_at" timestamp(3) with time zone NOT NULL,
	"last_seen_at" timestamp(3) with time zone,
	"resolved_at" timestamp(3) with time zone
);
--> statement-breakpoint
CREATE TABLE "risk_count" (
	"cluster" text collate "C" DEFAULT '',
	"namespace" text collate "C" DEFAULT '',
	"registry" text collate "C" DEFAULT '',
	"kind" text,
	"severity" text,
	"priority" text,
	"waived" boolean,
	"total" integer NOT NULL,
	CONSTRAINT "risk_count_pkey" PRIMARY KEY("cluster","namespace","registry","kind","severity","priority","waived")
);
--> statement-breakpoint
CREATE TABLE "waiver" (
	"id" text collate "C" PRIMARY KEY,
	"cluster" text collate "C" DEFAULT '' NOT NULL,
	"namespace" text collate "C" DEFAULT '' NOT NULL,
	"registry" text collate "C" DEFAULT '' NOT NULL,
	"kind" text,
	"rule" text collate "C" DEFAULT '' NOT NULL,
	"asset_type" text,
	"asset_id" text collate "C" DEFAULT '' NOT NULL,
	"asset_name" text collate "C" DEFAULT '' NOT NULL,
	"labels" jsonb DEFAULT '{}' NOT NULL,
	"reason" text NOT NULL,
	"owner" text collate "C" NOT NULL,
	"until" timestamp(3) with time zone NOT NULL,
	"ended" boolean DEFAULT false NOT NULL,
	"hides" integer DEFAULT 0 NOT NULL,
	"pending" boolean DEFAULT true NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"created_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "schedule" (
	"kind" text PRIMARY KEY,
	"cron" text NOT NULL,
	"time_zone" text NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"stored" boolean DEFAULT false NOT NULL,
	"updated_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "task" (
	"id" text collate "C" PRIMARY KEY,
	"cluster" text collate "C" DEFAULT '' NOT NULL,
	"namespace" text collate "C" DEFAULT '' NOT NULL,
	"registry" text collate "C" DEFAULT '' NOT NULL,
	"kind" text NOT NULL,
	"state" text DEFAULT 'QUEUED' NOT NULL,
	"source" text NOT NULL,
	"target" text collate "C" DEFAULT '' NOT NULL,
	"target_key" text collate "C" NOT NULL,
	"dedupe_key" text,
	"input" jsonb DEFAULT '{}' NOT NULL,
	"stage" text DEFAULT '' NOT NULL,
	"progress" integer DEFAULT 0 NOT NULL,
	"items_total" integer DEFAULT 0 NOT NULL,
	"items_queued" integer DEFAULT 0 NOT NULL,
	"items_running" integer DEFAULT 0 NOT NULL,
	"items_succeeded" integer DEFAULT 0 NOT NULL,
	"items_failed" integer DEFAULT 0 NOT NULL,
	"items_cancelled" integer DEFAULT 0 NOT NULL,
	"assets_found" integer DEFAULT 0 NOT NULL,
	"attempt" integer DEFAULT 0 NOT NULL,
	"max_attempts" integer DEFAULT 3 NOT NULL,
	"run_at" timestamp(3) with time zone NOT NULL,
	"lease_until" timestamp(3) with time zone,
	"lease_owner" text,
	"cancel_requested" boolean DEFAULT false NOT NULL,
	"cause_code" text,
	"cause" text,
	"advice" text,
	"started_by" text DEFAULT '' NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"started_at" timestamp(3) with time zone,
	"finished_at" timestamp(3) with time zone
);
--> statement-breakpoint
CREATE TABLE "task_item" (
	"id" text collate "C" PRIMARY KEY,
	"cluster" text collate "C" DEFAULT '' NOT NULL,
	"namespace" text collate "C" DEFAULT '' NOT NULL,
	"registry" text collate "C" DEFAULT '' NOT NULL,
	"task" text collate "C" NOT NULL,
	"target_type" text NOT NULL,
	"target_id" text collate "C" NOT NULL,
	"target_name" text collate "C" NOT NULL,
	"state" text DEFAULT 'QUEUED' NOT NULL,
	"stage" text DEFAULT '' NOT NULL,
	"progress" integer DEFAULT 0 NOT NULL,
	"attempt" integer DEFAULT 0 NOT NULL,
	"added" integer DEFAULT 0 NOT NULL,
	"modified" integer DEFAULT 0 NOT NULL,
	"removed" integer DEFAULT 0 NOT NULL,
	"assets_found" integer DEFAULT 0 NOT NULL,
	"running_key" text UNIQUE,
	"cause_code" text,
	"cause" text,
	"advice" text,
	"created_at" timestamp(3) with time zone NOT NULL,
	"started_at" timestamp(3) with time zone,
	"finished_at" timestamp(3) with time zone
);
--> statement-breakpoint
CREATE INDEX "audit_at" ON "audit" ("at");--> statement-breakpoint
CREATE INDEX "cluster_node_by_name" ON "cluster_node" ("name","id");--> statement-breakpoint
CREATE INDEX "cluster_node_by_cluster" ON "cluster_node" ("cluster","name","id");--> statement-breakpoint
CREATE INDEX "container_by_name" ON "container" ("name","id");--> statement-breakpoint
CREATE INDEX "container_by_cluster" ON "container" ("cluster","namespace","name","id");--> statement-breakpoint
CREATE INDEX "container_by_pod" ON "container" ("pod","id");--> statement-breakpoint
CREATE INDEX "container_by_workload" ON "container" ("workload","id");--> statement-breakpoint
CREATE INDEX "container_by_image" ON "container" ("image_digest","id");--> statement-breakpoint
CREATE INDEX "image_use_image" ON "image_use" ("image");--> statement-breakpoint
CREATE INDEX "namespace_by_name" ON "namespace" ("name","id");--> statement-breakpoint
CREATE INDEX "namespace_by_cluster" ON "namespace" ("cluster","name","id");--> statement-breakpoint
CREATE INDEX "pod_by_name" ON "pod" ("name","id");--> statement-breakpoint
CREATE INDEX "pod_by_cluster" ON "pod" ("cluster","namespace","name","id");--> statement-breakpoint
CREATE INDEX "pod_by_workload" ON "pod" ("workload","id");--> statement-breakpoint
CREATE INDEX "pod_by_node" ON "pod" ("cluster","node","id");--> statement-breakpoint
CREATE INDEX "service_by_name" ON "service" ("name","id");--> statement-breakpoint
CREATE INDEX "service_by_cluster" ON "service" ("cluster","namespace","name","id");--> statement-breakpoint
CREATE INDEX "workload_by_name" ON "workload" ("name","id");--> statement-breakpoint
CREATE INDEX "workload_by_cluster" ON "workload" ("cluster","namespace","name","id");--> statement-breakpoint
CREATE INDEX "workload_by_kind" ON "workload" ("kind","id");--> statement-breakpoint
CREATE INDEX "change_order" ON "change" ("transaction","seq");--> statement-breakpoint
CREATE INDEX "change_node" ON "change" ("type","node","seq");--> statement-breakpoint
CREATE INDEX "change_at" ON "change" ("at");--> statement-breakpoint
CREATE INDEX "cluster_name" ON "cluster" ("name_lower","uid");--> statement-breakpoint
CREATE INDEX "kubernetes_object_kind" ON "kubernetes_object" ("cluster","kind","id");--> statement-breakpoint
CREATE INDEX "asset_risk_cluster" ON "asset_risk" ("cluster","asset_type");--> statement-breakpoint
CREATE INDEX "risk_by_priority" ON "risk" ("priority_rank","severity_rank","id");--> statement-breakpoint
CREATE INDEX "risk_by_asset" ON "risk" ("asset_type","asset_id");--> statement-breakpoint
CREATE INDEX "risk_by_cluster" ON "risk" ("cluster","kind","id");--> statement-breakpoint
CREATE INDEX "risk_by_waiver" ON "risk" ("waiver") WHERE waiver is not null;--> statement-breakpoint
CREATE INDEX "risk_by_first_seen" ON "risk" ("first_seen_at","id");--> statement-breakpoint
CREATE INDEX "waiver_by_until" ON "waiver" ("until","id");--> statement-breakpoint
CREATE UNIQUE INDEX "task_dedupe" ON "task" ("dedupe_key");--> statement-breakpoint
CREATE UNIQUE INDEX "task_active_target" ON "task" ("kind","target_key") WHERE state in ('QUEUED', 'RUNNING');--> statement-breakpoint
CREATE INDEX "task_claim" ON "task" ("run_at","id") WHERE state in ('QUEUED', 'RUNNING');--> statement-breakpoint
CREATE INDEX "task_by_created" ON "task" ("created_at","id");--> statement-breakpoint
CREATE INDEX "task_by_kind" ON "task" ("kind","created_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "task_item_target" ON "task_item" ("task","target_type","target_id");--> statement-breakpoint
CREATE INDEX "task_item_task" ON "task_item" ("task","id");