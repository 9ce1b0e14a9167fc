/** A rectangle in pixels. */
export type Rectangle = {readonly x: number; readonly y: number; readonly width: number; readonly height: number};

/** A part of a character that is drawn instead of written, so that adjacent characters join whatever the font. */
export type Shape =
	| (Rectangle & {readonly kind: 'fill'; readonly opacity?: number})
	/** Painted in the background colour: the gap of a double line. */
	| (Rectangle & {readonly kind: 'gap'})
	| {readonly kind: 'stroke'; readonly path: string; readonly width: number};
