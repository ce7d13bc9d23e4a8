DROP INDEX "kubernetes_object_kind";--> statement-breakpoint
ALTER TABLE "kubernetes_object" ADD COLUMN "version" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "kubernetes_object" ALTER COLUMN "content" SET DATA TYPE text USING "content"::text;--> statement-breakpoint
DROP INDEX "change_at";--> statement-breakpoint
CREATE INDEX "change_at" ON "change" USING brin ("at");