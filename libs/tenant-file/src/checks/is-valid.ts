import { ValidationTypes, getMetadataStorage } from 'class-validator';

type Metadata = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];
type Test = (value: unknown, object: object) => boolean;

/** The members of a class, by name, with the test that each must pass. */
type Plan = ReadonlyMap<string, Test>;

/**
 * Returns whether class-validator’s `validateSync` finds no error, unknown members included. It takes a tenth of the
 * time, since it calls the same decorators but collects no errors.
 */
export function isValid(object: object): boolean {
  const plan = planOf(object.constructor);
  for (const name of Object.keys(object)) {
    if (!plan.has(name) && (object as Record<string, unknown>)[name] !== undefined) return false;
  }
  for (const [name, test] of plan) {
    if (!test((object as Record<string, unknown>)[name], object)) return false;
  }
  return true;
}

const plans = new Map<unknown, Plan>();

function planOf(type: unknown): Plan {
  let plan = plans.get(type);
  if (!plan) {
    const metadatas = getMetadataStorage().getTargetValidationMetadatas(type as () => void, '', true, false);
    const members = Map.groupBy(metadatas, ({ propertyName }) => propertyName);
    plans.set(type, (plan = new Map(Array.from(members, ([name, all]) => [name, testOf(all)]))));
  }
  return plan;
}

function testOf(metadatas: readonly Metadata[]): Test {
  const conditions = metadatas.filter(({ type }) => type === ValidationTypes.CONDITIONAL_VALIDATION);
  const others = metadatas.filter((metadata) => !conditions.includes(metadata));
  const tests = others.map((metadata) =>
    metadata.type === ValidationTypes.NESTED_VALIDATION ? nested : customTest(metadata),
  );
  return (value, object) =>
    !conditions.every(({ constraints }) => (constraints as [Condition])[0](object, value)) ||
    tests.every((test) => test(value, object));
}

type Condition = (object: object, value: unknown) => boolean;

/** Tests like `@ValidateNested`: an object, or a list of objects. */
const nested: Test = (value) =>
  value === undefined || (Array.isArray(value) ? value.every((item) => isInstance(item)) : isInstance(value));

const isInstance = (value: unknown): boolean => typeof value === 'object' && value !== null && isValid(value);

function customTest(metadata: Metadata): Test {
  const { instance } = getMetadataStorage().getTargetValidatorConstraints(metadata.constraintCls)[0]!;
  const { propertyName: property, constraints } = metadata as Metadata & { constraints?: unknown[] };
  const one: Test = (value, object) =>
    instance.validate(value, {
      value,
      object,
      targetName: object.constructor.name,
      property,
      constraints: constraints ?? [],
    }) === true;
  if (!metadata.each) return one;
  return (value, object) => Array.isArray(value) && value.every((item) => one(item, object));
}
