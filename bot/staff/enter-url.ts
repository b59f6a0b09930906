/** The way into the console. What stands behind # is sent to no server by whoever only looks at the link. */
export const enterUrl = (publicUrl: string, secret: string): string => `${publicUrl}/console/enter#${secret}`;
