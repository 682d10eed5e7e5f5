/** Remembers what belongs to a number; `more` is handed on to `make`, and must follow from the number. */
export const byNumber = <Value, More>(
  make: (number: number, more: More) => Value,
): ((number: number, more: More) => Value) => {
  let places = new Int32Array(1024)
  const values: Value[] = []
  const remember = (number: number, more: More): Value => {
    const value = make(number, more)
    if (number >= places.length) {
      const longer = new Int32Array(Math.max(number + 1, places.length * 2))
      longer.set(places)
      places = longer
    }
    places[number] = values.push(value)
    return value
  }
  return (number, more) => {
    const place = number < places.length ? (places[number] as number) : 0
    return place === 0 ? remember(number, more) : (values[place - 1] as Value)
  }
}
