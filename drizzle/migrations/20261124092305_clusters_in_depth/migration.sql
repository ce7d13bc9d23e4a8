CREATE TABLE "cluster_watch" (
	"cluster" text collate "C" DEFAULT '',
	"namespace" text collate "C" DEFAULT '' NOT NULL,
	"registry" text collate "C" DEFAULT '' NOT NULL,
	"kind" text collate "C",
	"state" text NOT NULL,
	"message" text DEFAULT '' NOT NULL,
	"advice" text DEFAULT '' NOT NULL,
	"heard_at" timestamp(3) with time zone,
	"lag_ms" integer DEFAULT 0 NOT NULL,
	"updated_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "cluster_watch_pkey" PRIMARY KEY("cluster","kind")
);
--> statement-breakpoint
DROP INDEX "kubernetes_object_kind";--> statement-breakpoint
ALTER TABLE "workload" ADD COLUMN "owner" text collate "C" DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "cluster" ADD COLUMN "watch_owner" text;--> statement-breakpoint
ALTER TABLE "cluster" ADD COLUMN "watch_lease_until" timestamp(3) with time zone;--> statement-breakpoint
ALTER TABLE "coverage" ADD COLUMN "optional" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "coverage" ADD COLUMN "api_version" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "coverage" ADD COLUMN "served_versions" text[] DEFAULT '{}'::text[] NOT NULL;--> statement-breakpoint
ALTER TABLE "coverage" ADD COLUMN "written_versions" text[] DEFAULT '{}'::text[] NOT NULL;--> statement-breakpoint
ALTER TABLE "kubernetes_object" ADD COLUMN "version" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "kubernetes_object" ALTER COLUMN "content" SET DATA TYPE text USING "content"::text;--> statement-breakpoint
DROP INDEX "change_at";--> statement-breakpoint
CREATE INDEX "change_at" ON "change" USING brin ("at");--> statement-breakpoint
CREATE INDEX "pod_by_label" ON "pod" USING gin ("labels" jsonb_path_ops);--> statement-breakpoint
CREATE INDEX "workload_by_label" ON "workload" USING gin ("labels" jsonb_path_ops);--> statement-breakpoint
ALTER TABLE "kubernetes_object" ALTER COLUMN "content" SET STORAGE EXTERNAL;