import type { Methods } from './methods.ts';
import { schemas } from './params.ts';
import { badRequest } from './refusal.ts';
import type { Chat, TopicDelivery, World } from './world.ts';

const MOST_NAME = 128;

/** The methods that act on topics of a forum. https://core.telegram.org/bots/api#createforumtopic */
export function createTopicMethods(world: World): Methods {
  function forum(id: number, right: 'can_manage_topics' | 'can_delete_messages'): Chat {
    const chat = world.writable(id);
    if (!chat.forum) throw badRequest('the chat is not a forum');
    if (chat.rights?.[right] !== true) throw badRequest('not enough rights to manage topics');
    return chat;
  }

  function topicIn(chat: Chat, thread: number) {
    const topic = chat.topics.get(thread);
    if (topic === undefined) throw badRequest('TOPIC_ID_INVALID');
    return topic;
  }

  function record(kind: TopicDelivery, chat: number, thread: number, text: string): void {
    const none = { html: '', entities: [], buttons: [], preview: false, file: null, replyTo: null };
    world.record({ ...none, kind, chat, message: thread, topic: thread, text });
  }

  const checkName = (name: string) => {
    if (name === '' || name.length > MOST_NAME) throw badRequest('TOPIC_TITLE_EMPTY');
    return name;
  };

  return {
    createForumTopic({ params }) {
      const { chat_id, name, icon_color } = schemas.createForumTopic.parse(params);
      const chat = forum(chat_id, 'can_manage_topics');
      const { message: thread } = world.addPost(chat.id, { bot: true, topic: null, text: '', keyboard: [] });
      chat.topics.set(thread, { name: checkName(name), closed: false });
      record('topic-created', chat.id, thread, name);
      return { message_thread_id: thread, name, icon_color: icon_color ?? 0 };
    },
    editForumTopic({ params }) {
      const { chat_id, message_thread_id: thread, name = '' } = schemas.editForumTopic.parse(params);
      const chat = forum(chat_id, 'can_manage_topics');
      const topic = topicIn(chat, thread);
      if (topic.name === checkName(name)) throw badRequest('TOPIC_NOT_MODIFIED');
      topic.name = name;
      record('topic-edited', chat.id, thread, name);
      return true;
    },
    closeForumTopic({ params }) {
      const { chat_id, message_thread_id: thread } = schemas.topic.parse(params);
      const chat = forum(chat_id, 'can_manage_topics');
      const topic = topicIn(chat, thread);
      if (topic.closed) throw badRequest('TOPIC_NOT_MODIFIED');
      topic.closed = true;
      record('topic-closed', chat.id, thread, topic.name);
      return true;
    },
    reopenForumTopic({ params }) {
      const { chat_id, message_thread_id: thread } = schemas.topic.parse(params);
      const chat = forum(chat_id, 'can_manage_topics');
      const topic = topicIn(chat, thread);
      if (!topic.closed) throw badRequest('TOPIC_NOT_MODIFIED');
      topic.closed = false;
      record('topic-reopened', chat.id, thread, topic.name);
      return true;
    },
    deleteForumTopic({ params }) {
      const { chat_id, message_thread_id: thread } = schemas.topic.parse(params);
      const chat = forum(chat_id, 'can_delete_messages');
      const { name } = topicIn(chat, thread);
      world.removeTopic(chat.id, thread);
      record('topic-deleted', chat.id, thread, name);
      return true;
    },
    getChat({ params }) {
      const { id, type, forum: is_forum } = world.writable(schemas.chat.parse(params).chat_id);
      return {
        ...{ id, type, title: 'x', accent_color_id: 0, max_reaction_count: 11 },
        ...(is_forum && { is_forum }),
      };
    },
  };
}
