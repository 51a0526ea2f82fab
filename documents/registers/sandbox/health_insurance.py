"""The sandbox health insurer: premiums of months, and how somebody was insured from when to when."""

from fastapi import APIRouter

from documents.domain.kind import Agency
from documents.registers.eligibility_wire import AskedSpells, EligibilityAnswer, WireSpell
from documents.registers.premiums_wire import PremiumsAnswer, WirePremiumMonth
from documents.registers.sandbox.counter import Counter, Furniture, about
from documents.registers.wire import AskedPeriod


def health_insurance_router(furniture: Furniture) -> APIRouter:
    counter, billing = Counter(Agency.HEALTH_INSURANCE, furniture), furniture.town.premiums
    router = counter.router()

    @router.post("/premiums")
    async def premiums(asked: AskedPeriod) -> PremiumsAnswer:
        """Give the months that the asked days touch, and as what the person was insured on the last of them."""
        dossier = await counter.fetch(asked)
        months = billing.months(dossier.insured, asked.since, asked.until, counter.today())
        spell = dossier.insured.on(asked.until)
        return PremiumsAnswer(
            **about(asked.ci, dossier),
            rrn=dossier.person.rrn.open(),
            address=dossier.address,
            insured_as=spell.insured_as,
            workplace=spell.workplace,
            months=[WirePremiumMonth.model_validate(month, from_attributes=True) for month in months],
        )

    @router.post("/eligibility")
    async def eligibility(asked: AskedSpells) -> EligibilityAnswer:
        """Give the spells that touch the asked days, all of them when no days are asked for."""
        dossier = await counter.fetch(asked)
        spells = [WireSpell.model_validate(spell, from_attributes=True) for spell in reversed(dossier.insured.spells)]
        return EligibilityAnswer(
            **about(asked.ci, dossier),
            rrn=dossier.person.rrn.open(),
            spells=[spell for spell in spells if spell.touches(asked.since, asked.until)],
        )

    return router
