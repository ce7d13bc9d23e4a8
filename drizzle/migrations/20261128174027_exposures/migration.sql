CREATE TABLE "exposure" (
	"id" text collate "C" PRIMARY KEY,
	"cluster" text collate "C" DEFAULT '' NOT NULL,
	"namespace" text collate "C" DEFAULT '' NOT NULL,
	"registry" text collate "C" DEFAULT '' NOT NULL,
	"state" text DEFAULT 'OPEN' NOT NULL,
	"verdict" text NOT NULL,
	"verdict_rank" integer NOT NULL,
	"confidence" text NOT NULL,
	"rule" text NOT NULL,
	"reasons" jsonb NOT NULL,
	"sources" text[] NOT NULL,
	"entry_kind" text NOT NULL,
	"entry_object_kind" text NOT NULL,
	"entry_namespace" text collate "C" NOT NULL,
	"entry_name" text collate "C" NOT NULL,
	"entry_key" text collate "C" NOT NULL,
	"addresses" text[] NOT NULL,
	"address" text collate "C" NOT NULL,
	"port" integer NOT NULL,
	"host" text collate "C" NOT NULL,
	"path" text NOT NULL,
	"tls" text NOT NULL,
	"service_namespace" text collate "C" NOT NULL,
	"service_name" text collate "C" NOT NULL,
	"service_port" integer NOT NULL,
	"workload" text collate "C" NOT NULL,
	"workload_kind" text collate "C" NOT NULL,
	"workload_name" text collate "C" NOT NULL,
	"container" text collate "C" NOT NULL,
	"container_port" integer NOT NULL,
	"protocol" text NOT NULL,
	"hops" jsonb NOT NULL,
	"sentence" text NOT NULL,
	"finding" text,
	"priority" text,
	"priority_rank" integer NOT NULL,
	"severity" text NOT NULL,
	"port_class" text NOT NULL,
	"authentication" text NOT NULL,
	"priority_reasons" text[] NOT NULL,
	"advice" jsonb NOT NULL,
	"title" text collate "C" NOT NULL,
	"title_lower" text collate "C" NOT NULL,
	"declared" boolean NOT NULL,
	"listening" boolean,
	"traffic_seen_at" timestamp(3) with time zone,
	"risk" text collate "C" NOT NULL,
	"content_hash" text NOT NULL,
	"first_seen_at" timestamp(3) with time zone NOT NULL,
	"last_seen_at" timestamp(3) with time zone,
	"resolved_at" timestamp(3) with time zone,
	"closing" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
ALTER TABLE "container" ADD COLUMN "exposure_rank" integer DEFAULT -1 NOT NULL;--> statement-breakpoint
ALTER TABLE "risk" ADD COLUMN "binding" jsonb;--> statement-breakpoint
ALTER TABLE "waiver" ADD COLUMN "binding" jsonb;--> statement-breakpoint
ALTER TABLE "task_item" ADD COLUMN "results" jsonb DEFAULT '{}' NOT NULL;--> statement-breakpoint
DROP INDEX "change_of_objects";--> statement-breakpoint
CREATE INDEX "change_of_objects" ON "change" ("at","seq") WHERE type not in ('AssetCount', 'Coverage', 'ClusterWatch', 'Task', 'TaskItem', 'Risk', 'Waiver', 'Analysis', 'Exposure');--> statement-breakpoint
DROP INDEX "change_of_cluster";--> statement-breakpoint
CREATE INDEX "change_of_cluster" ON "change" ("cluster","at","seq") WHERE type not in ('AssetCount', 'Coverage', 'ClusterWatch', 'Task', 'TaskItem', 'Risk', 'Waiver', 'Analysis', 'Exposure');--> statement-breakpoint
CREATE INDEX "container_by_exposure" ON "container" ("exposure_rank","id");--> statement-breakpoint
CREATE INDEX "exposure_by_verdict" ON "exposure" ("verdict_rank","priority_rank","id");--> statement-breakpoint
CREATE INDEX "exposure_by_priority" ON "exposure" ("priority_rank","verdict_rank","id");--> statement-breakpoint
CREATE INDEX "exposure_by_cluster" ON "exposure" ("cluster","id");--> statement-breakpoint
CREATE INDEX "exposure_by_workload" ON "exposure" ("workload","id");--> statement-breakpoint
CREATE INDEX "exposure_by_workload_name" ON "exposure" ("workload_name","id");--> statement-breakpoint
CREATE INDEX "exposure_by_namespace" ON "exposure" ("namespace","id");--> statement-breakpoint
CREATE INDEX "exposure_by_entry" ON "exposure" ("entry_key","id");--> statement-breakpoint
CREATE INDEX "exposure_by_address" ON "exposure" ("address","port","id");--> statement-breakpoint
CREATE INDEX "exposure_by_port" ON "exposure" ("port","id");--> statement-breakpoint
CREATE INDEX "exposure_by_container_port" ON "exposure" ("container_port","id");--> statement-breakpoint
CREATE INDEX "exposure_by_tls" ON "exposure" ("tls" collate "C","id");--> statement-breakpoint
CREATE INDEX "exposure_by_entry_kind" ON "exposure" ("entry_kind" collate "C","id");--> statement-breakpoint
CREATE INDEX "exposure_by_confidence" ON "exposure" ("confidence" collate "C","id");--> statement-breakpoint
CREATE INDEX "exposure_by_port_class" ON "exposure" ("port_class" collate "C","id");--> statement-breakpoint
CREATE INDEX "exposure_by_authentication" ON "exposure" ("authentication" collate "C","id");--> statement-breakpoint
CREATE INDEX "exposure_by_finding" ON "exposure" ("finding" collate "C","id") WHERE finding is not null;--> statement-breakpoint
CREATE INDEX "exposure_by_host" ON "exposure" ("host","id");--> statement-breakpoint
CREATE INDEX "exposure_by_addresses" ON "exposure" USING gin ("addresses");--> statement-breakpoint
CREATE INDEX "exposure_by_title" ON "exposure" ("title_lower","id");--> statement-breakpoint
CREATE INDEX "exposure_by_first_seen" ON "exposure" ("first_seen_at","id");--> statement-breakpoint
CREATE INDEX "exposure_by_risk" ON "exposure" ("risk");--> statement-breakpoint
CREATE INDEX "exposure_resolved" ON "exposure" ("resolved_at","id") WHERE state = 'RESOLVED';