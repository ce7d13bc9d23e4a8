const IMAGE = 'image:'

/** What stands in the URL for an image: it is no node yet, so its digest (or reference) names it. */
export function imageDetailsId(image: string): string {
  return IMAGE + image
}

/** The digest or reference of an image, when `id` stands for one. */
export function imageOf(id: string): string | undefined {
  return id.startsWith(IMAGE) ? id.slice(IMAGE.length) : undefined
}
