/** Whether this is `npm run soak`. */
export const isSoaking = process.env.EARLY_YEARS_SOAK_UNTIL !== undefined;
