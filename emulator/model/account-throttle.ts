/** Regions where an account starts with a quarter of the usual limits (facts/05, section 1; developer guide, "Quotas"). */
const SMALL = new Set([
  'af-south-1',
  'ap-south-2',
  'ap-southeast-3',
  'ap-southeast-4',
  'ap-southeast-5',
  'ap-southeast-7',
  'ca-west-1',
  'eu-central-2',
  'eu-south-1',
  'eu-south-2',
  'il-central-1',
  'me-central-1',
  'mx-central-1',
])

/** The throttle of an account in a region where nothing was raised: requests a second, and how many at once. */
export function usualAccountThrottle(region: string): { readonly rateLimit: number; readonly burstLimit: number } {
  return SMALL.has(region) ? { rateLimit: 2500, burstLimit: 1250 } : { rateLimit: 10_000, burstLimit: 5000 }
}
