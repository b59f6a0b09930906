/** The door to the ecosystem: our parts in LangChain's shapes, apart because LangChain takes long to load. */

export { createPolicyTool } from './answer/tool.ts';
export { HashEmbeddings, PolicyRetriever, type PolicyRetrieverInput } from './search/langchain.ts';
