/** What `npm run staff` says to whoever runs the server. */
export const staffTerminalCopy = {
  usage: [
    '用法：',
    '  npm run staff                                    看都有谁',
    '  npm run staff -- add 王主任                      加人，角色是坐席',
    '  npm run staff -- add 李姐 --role admin --region 吉林 --trade 外卖   地区、行业可以写几次，不写就是全部',
    '  npm run staff -- add 王主任 --again              以前走的人回来，还用原来的名字',
    '  npm run staff -- role 王主任 supervisor          改角色：agent 坐席、supervisor 主管、admin 管理员',
    '  npm run staff -- scope 王主任 --region 云南      改管哪些地区、行业；什么都不写就是全部',
    '  npm run staff -- away 王主任                     不在；回来了写 back 王主任',
    '  npm run staff -- invite 王主任                   给一个绑定码，本人在私聊里发给机器人',
    '  npm run staff -- link 王主任 telegram 12345678   直接绑定账号；也可以是 wecom-app、wecom-bot',
    '  npm run staff -- unlink 王主任 telegram 12345678 解绑',
    '  npm run staff -- link-for 王主任                 给一个控制台的登录链接',
    '  npm run staff -- remove 王主任                   移出；他手上的工单退回，等别人认领',
  ].join('\n'),

  columns: ['名字', '角色', '地区', '行业', '在不在', '账号', '通行密钥', '登录'],
  role: { agent: '坐席', supervisor: '主管', admin: '管理员' },
  all: '全部',
  away: '不在',
  there: '在',
  nobody: '还没有人。加一个：npm run staff -- add 王主任 --role admin',
  head: (count: number) => `一共 ${count} 人：`,

  added: (name: string, role: string) => `${name}加好了，角色是${role}。`,
  next: (name: string) =>
    [
      `进控制台：npm run staff -- link-for ${name}，把链接给本人。`,
      `在聊天里办：npm run staff -- invite ${name}，把码给本人。`,
    ].join('\n'),
  used: (name: string) =>
    [
      `${name}这个名字以前有人用过，工单和查看记录里都有。`,
      `换了人：请换一个名字，比如 ${name}2。`,
      `还是那个人回来了：npm run staff -- add ${name} --again`,
    ].join('\n'),
  already: (name: string) => `${name}已经在了。`,
  unknown: (name: string) => `没有${name}这个人。`,
  badRole: '角色只有三种：agent、supervisor、admin。',
  badRegion: (name: string) => `不认识“${name}”这个地区。`,
  changed: (name: string, role: string) => `${name}现在是${role}。他的登录都退出了。`,
  scoped: (name: string) => `${name}管的地区和行业改好了。`,
  isAway: (name: string) => `${name}现在算不在。`,
  isBack: (name: string) => `${name}回来了。`,
  invite: (name: string, code: string) =>
    [
      `${name}的绑定码：${code}`,
      `请${name}本人在和机器人的私聊里发：/绑定 ${code}`,
      '十分钟内有效，只能用一次。不要发到群里。',
    ].join('\n'),
  linked: (name: string, channel: string) => `这个 ${channel} 账号是${name}的了。`,
  takenBy: (name: string) => `这个账号已经是${name}的了。先解绑。`,
  unlinked: (name: string) => `解绑了。${name}的登录都退出了，通行密钥也删了。`,
  notLinked: (name: string) => `${name}没有绑这个账号。`,
  link: (name: string, url: string) =>
    [`${name}的登录链接：${url}`, '十分钟内有效，只能用一次。不要给别人。'].join('\n'),
  noUrl: '没有设 PUBLIC_URL，这个链接只能在本机打开。',
  removed: (name: string, tickets: number) =>
    `${name}移出了，登录、链接、通行密钥都作废。退回工单 ${tickets} 张。`,
  leftNote: '原来办的人离开了，工单退回。',

  noDatabase: '还没有数据库。先启动一次工友。',
} as const;
