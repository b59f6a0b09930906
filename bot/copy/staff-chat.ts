/** What the bot says to people of the union about their own account, in a private chat. */
export const staffChatCopy = {
  link: (name: string, url: string) =>
    [`${name}，点这里进控制台：`, url, '十分钟内有效，只能用一次。', '不要转给别人。'].join('\n'),
  often: '要得太多了。请过十分钟再要。',
  noAddress: '服务器还没有设网址，给不了链接。请找管理员。',
  bound: (name: string) =>
    [`好了，这个账号是${name}的了。`, '以后在这里发 /控制台，就能拿到登录链接。'].join('\n'),
  wrong: '这个码不对，用过了，或者过期了。请找管理员再要一个。',
  oftenCode: '试得太多了。请过十分钟再试。',
  taken: '这个账号已经是别人的了。请找管理员。',
  channel: '这里绑不了。请在 Telegram 或者企业微信的私聊里发。',
  usage: '请这样发：/绑定 码。码找管理员要。',
  burnt: '码在群里发，别人也看得到，已经作废。请再要一个，在私聊里发。',
} as const;
