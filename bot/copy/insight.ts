/** What is said of the figures for the union: to staff in the console, to workers where it is about their own words. */
export const insightCopy = {
  privacy: (days: number) => `我没答上的问题：不记名字，留${days}天，用来改进。`,
  exportKey: '没答上的问题',
} as const;
