CREATE TABLE "download_link" (
	"hash" text PRIMARY KEY,
	"maker" text NOT NULL,
	"request" jsonb NOT NULL,
	"expires_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "saved_view" (
	"id" text collate "C" PRIMARY KEY,
	"list" text collate "C" NOT NULL,
	"name" text collate "C" NOT NULL,
	"query" text DEFAULT '' NOT NULL,
	"columns" text[] DEFAULT '{}'::text[] NOT NULL,
	"shared" boolean DEFAULT false NOT NULL,
	"owner" text NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"updated_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "audit" ADD COLUMN "address" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "login_code" ADD COLUMN "name" text DEFAULT 'session' NOT NULL;--> statement-breakpoint
ALTER TABLE "login_code" ADD COLUMN "role" text DEFAULT 'ADMINISTRATOR' NOT NULL;--> statement-breakpoint
ALTER TABLE "login_code" ADD COLUMN "clusters" text[];--> statement-breakpoint
ALTER TABLE "login_code" ADD COLUMN "namespaces" text[];--> statement-breakpoint
ALTER TABLE "login_code" ADD COLUMN "registries" text[];--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "id" text collate "C" DEFAULT gen_random_uuid() NOT NULL;--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "name" text collate "C" DEFAULT 'session' NOT NULL;--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "role" text DEFAULT 'ADMINISTRATOR' NOT NULL;--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "clusters" text[];--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "namespaces" text[];--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "registries" text[];--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "address" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "token" ADD COLUMN "role" text DEFAULT 'ADMINISTRATOR' NOT NULL;--> statement-breakpoint
ALTER TABLE "token" ADD COLUMN "clusters" text[];--> statement-breakpoint
ALTER TABLE "token" ADD COLUMN "namespaces" text[];--> statement-breakpoint
ALTER TABLE "token" ADD COLUMN "registries" text[];--> statement-breakpoint
ALTER TABLE "token" ADD COLUMN "created_by" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "kubernetes_object" ADD COLUMN "introduced_by" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_id_key" UNIQUE("id");--> statement-breakpoint
CREATE UNIQUE INDEX "saved_view_name" ON "saved_view" ("owner","list","name");