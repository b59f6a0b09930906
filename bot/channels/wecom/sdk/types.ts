/**
 * Shapes as they stand on the wire, under WeCom's own names. Lengths are in bytes of UTF-8 unless said otherwise.
 */

/** https://developer.work.weixin.qq.com/document/path/101032 */
export const TemplateCardType = {
  TextNotice: 'text_notice',
  NewsNotice: 'news_notice',
  ButtonInteraction: 'button_interaction',
  VoteInteraction: 'vote_interaction',
  MultipleInteraction: 'multiple_interaction',
} as const;
export type TemplateCardType = (typeof TemplateCardType)[keyof typeof TemplateCardType];

/** Tells which answer a `feedback_event` is about; ≤ 256. */
export type ReplyFeedback = { readonly id: string };

export type TemplateCardSource = {
  readonly icon_url?: string;
  /** Best ≤ 13 characters. */
  readonly desc?: string;
  /** 0 grey, 1 black, 2 red, 3 green. */
  readonly desc_color?: 0 | 1 | 2 | 3;
};

export type TemplateCardActionMenu = {
  readonly desc: string;
  /** 1–3; keys differ, ≤ 1024. */
  readonly action_list: readonly { readonly text: string; readonly key: string }[];
};

export type TemplateCardMainTitle = { readonly title?: string; readonly desc?: string };

export type TemplateCardEmphasisContent = { readonly title?: string; readonly desc?: string };

/** Where a click leads: 1 an address, 2 a mini program. */
type Jump<Kind extends number> = {
  readonly type?: Kind;
  readonly url?: string;
  readonly appid?: string;
  readonly pagepath?: string;
};

export type TemplateCardQuoteArea = Jump<0 | 1 | 2> & {
  readonly title?: string;
  readonly quote_text?: string;
};

export type TemplateCardHorizontalContent = {
  /** 1 an address, 2 a file (apps only), 3 a member's card. */
  readonly type?: 0 | 1 | 2 | 3;
  readonly keyname: string;
  readonly value?: string;
  readonly url?: string;
  readonly media_id?: string;
  readonly userid?: string;
};

/** 3: asks the bot `question`, ≤ 200. */
export type TemplateCardJumpAction = Jump<0 | 1 | 2 | 3> & {
  readonly title: string;
  readonly question?: string;
};

export type TemplateCardAction = Jump<0 | 1 | 2> & { readonly type: 0 | 1 | 2 };

export type TemplateCardVerticalContent = { readonly title: string; readonly desc?: string };

/** Wider than 1.3 to 1, less wide than 2.25 to 1. */
export type TemplateCardImage = { readonly url: string; readonly aspect_ratio?: number };

export type TemplateCardImageTextArea = Jump<0 | 1 | 2> & {
  readonly title?: string;
  readonly desc?: string;
  readonly image_url: string;
};

export type TemplateCardSubmitButton = { readonly text: string; readonly key: string };

export type TemplateCardSelectionItem = {
  /** ≤ 1024, each its own. */
  readonly question_key: string;
  readonly title?: string;
  readonly disable?: boolean;
  readonly selected_id?: string;
  /** 1–10; ids ≤ 128. */
  readonly option_list: readonly { readonly id: string; readonly text: string }[];
};

export type TemplateCardButton = {
  readonly text: string;
  /** 1–4 */
  readonly style?: number;
  /** ≤ 1024, each its own. */
  readonly key: string;
};

export type TemplateCardCheckbox = {
  readonly question_key: string;
  readonly disable?: boolean;
  /** 0 one answer, 1 several. */
  readonly mode?: 0 | 1;
  /** 1–20; ids ≤ 128. */
  readonly option_list: readonly {
    readonly id: string;
    readonly text: string;
    readonly is_checked?: boolean;
  }[];
};

/**
 * One shape for the five kinds of card; which fields a kind takes is said in the documentation.
 * https://developer.work.weixin.qq.com/document/path/101032 (AI bot), /90236 (apps), /91770 (group robots)
 */
export type TemplateCard = {
  readonly card_type: TemplateCardType;
  readonly source?: TemplateCardSource;
  readonly action_menu?: TemplateCardActionMenu;
  readonly main_title?: TemplateCardMainTitle;
  readonly emphasis_content?: TemplateCardEmphasisContent;
  readonly quote_area?: TemplateCardQuoteArea;
  readonly sub_title_text?: string;
  /** ≤ 6 */
  readonly horizontal_content_list?: readonly TemplateCardHorizontalContent[];
  /** ≤ 3 */
  readonly jump_list?: readonly TemplateCardJumpAction[];
  /** Needed by text_notice and news_notice. */
  readonly card_action?: TemplateCardAction;
  readonly card_image?: TemplateCardImage;
  readonly image_text_area?: TemplateCardImageTextArea;
  /** ≤ 4 */
  readonly vertical_content_list?: readonly TemplateCardVerticalContent[];
  readonly button_selection?: TemplateCardSelectionItem;
  /** ≤ 6 */
  readonly button_list?: readonly TemplateCardButton[];
  readonly checkbox?: TemplateCardCheckbox;
  /** ≤ 3 */
  readonly select_list?: readonly TemplateCardSelectionItem[];
  readonly submit_button?: TemplateCardSubmitButton;
  /** [0-9A-Za-z_\-@], ≤ 128, each only once per sender. */
  readonly task_id?: string;
  /** In an update: what stands where the buttons were, once it was clicked. */
  readonly replace_text?: string;
  readonly feedback?: ReplyFeedback;
};

/** What a card click brings back, in JSON and, a little differently wrapped, in XML. */
export type SelectedItem = {
  readonly question_key: string;
  readonly option_ids: readonly string[];
};

/** Kinds of temporary media. https://developer.work.weixin.qq.com/document/path/90253 */
export type WeComMediaType = 'file' | 'image' | 'voice' | 'video';

/** The query of every callback: taken apart and unescaped already. */
export type CallbackQuery = {
  readonly msg_signature: string;
  /** seconds */
  readonly timestamp: string;
  readonly nonce: string;
  /** Only when the address is verified. */
  readonly echostr?: string;
};

/** What a callback is to be answered with, whatever server it came in by. */
export type CallbackReply = {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
};
