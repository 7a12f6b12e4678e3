export type Class = new () => object;
