/** What a person who connects WeCom reads about its configuration. */
export const wecomConfigCopy = {
  hints: {
    WECOM_CORP_ID: '请写企业 ID，ww 开头，在管理后台“我的企业”最下面。',
    WECOM_APP_AGENT_ID: '请写自建应用的 AgentId，是一串数字，在应用详情页。',
    WECOM_APP_SECRET: '请写自建应用的 Secret，在应用详情页，点“查看”会发到手机上。',
    WECOM_APP_TOKEN: '请写应用“接收消息”里的 Token，英文字母和数字，最多 32 个。',
    WECOM_APP_AES_KEY: '请写应用“接收消息”里的 EncodingAESKey，正好 43 个字母和数字。',
    WECOM_KF: '请写 on 或者 off。',
    WECOM_KF_SERVICER: '请写 desk 或者 wecom。工会的人在微信客服里回工人，就写 wecom。',
    WECOM_BOT_MODE: '请写 callback 或者 websocket。没有公网网址就写 websocket。',
    WECOM_BOT_ID: '请写智能机器人的 Bot ID，在机器人详情页。',
    WECOM_BOT_SECRET: '请写智能机器人长连接的 Secret，在机器人详情页。',
    WECOM_BOT_TOKEN: '请写智能机器人“URL 回调”里的 Token。',
    WECOM_BOT_AES_KEY: '请写智能机器人“URL 回调”里的 EncodingAESKey，正好 43 个字母和数字。',
    WECOM_ROBOT_KEY: '请写群机器人地址里 key= 后面的那一串。',
    WECOM_API_ROOT: '请写企业微信接口的网址，http:// 或 https:// 开头。一般不用写。',
    WECOM_PROXY: '请写代理的网址，http:// 开头，到端口为止。服务器的 IP 不固定才要写。',
    WECOM_WS_URL: '请写长连接的网址，ws:// 或 wss:// 开头。一般不用写。',
    WECOM_FILE_ORIGIN: '请写取文件的网址，到域名为止，比如 https://files.example.org。一般不用写。',
  },
  appNeeds: (name: string) =>
    `自建应用的配置没写全，还缺 ${name}。企业 ID、AgentId、Secret、Token、EncodingAESKey 要一起写。`,
  botNeeds: (name: string) => `智能机器人的配置没写全，还缺 ${name}。`,
  modeNeedsBot: 'WECOM_BOT_MODE 是 websocket，就要写 WECOM_BOT_ID 和 WECOM_BOT_SECRET。',
  botNeedsMode:
    '写了 WECOM_BOT_ID 或 WECOM_BOT_SECRET，可是 WECOM_BOT_MODE 是 callback：要么改成 websocket，要么写上 WECOM_BOT_TOKEN 和 WECOM_BOT_AES_KEY。',
  kfNeedsApp: 'WECOM_KF 是 on，就要把自建应用的五项都写上：微信客服用的是它的权限。',
  servicerNeedsKf: 'WECOM_KF_SERVICER 是 wecom，就要写 WECOM_KF=on。',
} as const;
